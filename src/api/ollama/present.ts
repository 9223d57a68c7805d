import type { AnswerMeta } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { CompletionUsage } from '../translate/completion.ts';
import { argumentsOf, type ToolCall } from '../translate/tool-calls.ts';

/** What a model says, or a piece of it. */
export interface Said {
  readonly text: string;
  readonly thinking: string;
  readonly calls: readonly ToolCall[];
}

/** How `chat` or `generate` shows it. */
export type ShowSaid = (said: Said, meta: AnswerMeta) => object;

/** @throws NoriaError upstream_failed, when arguments are no object */
export const showMessage: ShowSaid = ({ text, thinking, calls }, meta) => ({
  message: {
    role: 'assistant',
    content: text,
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call, index) => presentCall(call, index, meta)) }),
  },
});

export const showResponse: ShowSaid = ({ text, thinking }) => ({
  response: text,
  ...(thinking === '' ? {} : { thinking }),
});

function presentCall(call: ToolCall, index: number, meta: AnswerMeta): object {
  const args = argumentsOf(call);
  if (args === null)
    throw Object.assign(
      new NoriaError(
        'upstream_failed',
        `The model called ${call.name} with arguments that are no JSON object.`,
      ),
      { meta },
    );
  return { id: call.id, function: { index, name: call.name, arguments: args } };
}

/** Monotone ms of a call, as far as they were seen. */
export interface Ticks {
  readonly asked: number;
  /** The first content; null = not seen, where an answer came whole. */
  readonly first: number | null;
  readonly ended: number;
}

/** The fields of the last line. Durations in ns, measured here; Noria loads no model itself. */
export function presentEnd(
  finishReason: string | null,
  usage: CompletionUsage | null,
  { asked, first, ended }: Ticks,
): object {
  return {
    done: true,
    done_reason: finishReason === 'length' ? 'length' : 'stop',
    total_duration: nanoseconds(ended - asked),
    load_duration: 0,
    ...(usage === null ? {} : { prompt_eval_count: usage.input }),
    ...(first === null ? {} : { prompt_eval_duration: nanoseconds(first - asked) }),
    ...(usage === null ? {} : { eval_count: usage.output }),
    ...(first === null ? {} : { eval_duration: nanoseconds(ended - first) }),
  };
}

export function nanoseconds(ms: number): number {
  return Math.max(0, Math.round(ms * 1e6));
}
