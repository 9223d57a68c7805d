import { isRecord } from '../parse-body.ts';
import type { WholeAnswer } from '../wire.ts';
import { finishReason, matchedStop } from './finish-reason.ts';
import { presentUsage, readUsage, toTokens } from './usage.ts';

/** A message of Anthropic as OpenAI's chat completion; null when `message` is none. `created` in epoch seconds. */
export function chatCompletion(message: unknown, created: number): WholeAnswer | null {
  if (!isRecord(message) || !Array.isArray(message.content)) return null;
  const blocks = message.content.filter(isRecord);
  const text = joined(blocks, 'text', 'text');
  const reasoning = joined(blocks, 'thinking', 'thinking');
  const toolCalls = blocks.filter((block) => block.type === 'tool_use').map(toToolCall);
  const stopReason = typeof message.stop_reason === 'string' ? message.stop_reason : 'end_turn';
  const usage = readUsage(message.usage, null);
  const completion = {
    id: message.id,
    object: 'chat.completion',
    created,
    model: message.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && toolCalls.length > 0 ? null : text,
          refusal: null,
          ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
          ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
        },
        logprobs: null,
        finish_reason: finishReason(stopReason),
        ...matchedStop(message.stop_sequence),
      },
    ],
    ...(usage === null ? {} : { usage: presentUsage(usage) }),
  };
  return {
    body: Buffer.from(JSON.stringify(completion)),
    usage: toTokens(usage),
    empty: text === '' && toolCalls.length === 0 && stopReason === 'end_turn',
  };
}

function joined(blocks: readonly Record<string, unknown>[], type: string, field: string): string {
  return blocks
    .flatMap((block) => (block.type === type && typeof block[field] === 'string' ? [block[field]] : []))
    .join('');
}

function toToolCall({ id, name, input }: Record<string, unknown>): Readonly<Record<string, unknown>> {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } };
}
