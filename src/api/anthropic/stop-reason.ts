import type { JsonObject } from '../http/json-body.ts';

export interface StopReason {
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
}

/**
 * Why an answer ended, in Anthropic's words. Which sequence ended it is told by few: vLLM has it in `stop_reason`,
 * SGLang in `matched_stop`; without it an end is an end.
 */
export function stopReason(choice: JsonObject, calls: number, stops: readonly string[]): StopReason {
  switch (choice.finish_reason) {
    case 'length':
      return reason('max_tokens');
    case 'content_filter':
      return reason('refusal');
    default: {
      // Some say `stop` behind calls as well.
      if (calls > 0) return reason('tool_use');
      const matched = [choice.stop_reason, choice.matched_stop].find(
        (text) => typeof text === 'string' && stops.includes(text),
      );
      return typeof matched === 'string'
        ? { stop_reason: 'stop_sequence', stop_sequence: matched }
        : reason('end_turn');
    }
  }
}

function reason(name: string): StopReason {
  return { stop_reason: name, stop_sequence: null };
}
