import { isRecord } from '../upstream/parse-body.ts';
import type { StreamState } from '../upstream/wire.ts';
import type { Tokens } from '../engine/estimate.ts';
import type { AnswerSink } from './request.ts';

export const endMark = 'data: [DONE]\n\n';

export interface UsageFacts {
  readonly model: string;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * The usage event that the client asked for, where the provider told its usage in another way (Groq's `x_groq`) or where
 * several lanes gave parts of the text (`whole`); else nothing.
 */
export function usageTail(
  state: StreamState | null,
  whole: Tokens | null,
  { model, now }: UsageFacts,
): string {
  const told = state === null || state.usagePassed ? null : state.usage;
  const used = whole ?? told;
  if (used === null) return '';
  const { input, output } = used;
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const chunk = {
    id: 'chatcmpl-noria',
    object: 'chat.completion.chunk',
    created: Math.floor(now / 1000),
    model,
    choices: [],
    usage,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** The contract's error event: after it there is no end mark. */
export function interruption(message: string, provider: string): string {
  const error = {
    message: `The stream was interrupted: ${message}`,
    type: 'upstream_error',
    code: 'stream_interrupted',
    param: null,
    retryable: true,
    partial: true,
    provider,
  };
  return `data: ${JSON.stringify({ error })}\n\n`;
}

/** A provider that answers a streamed call in one piece: the piece as a stream. */
export function wholeAsStream(body: Buffer): (sink: AnswerSink) => Promise<void> {
  return async (sink) => {
    sink.write(`data: ${JSON.stringify(asChunk(JSON.parse(body.toString('utf8'))))}\n\n`);
    sink.write(endMark);
    sink.end();
  };
}

function asChunk(completion: unknown): unknown {
  if (!isRecord(completion) || !Array.isArray(completion.choices)) return completion;
  const choices = completion.choices.map((choice: unknown, index) => {
    const { message, ...rest } = isRecord(choice) ? choice : {};
    return { index, ...rest, delta: isRecord(message) ? withCallIndexes(message) : {} };
  });
  return { ...completion, object: 'chat.completion.chunk', choices };
}

/** In a stream each tool call says its place. */
function withCallIndexes(message: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(message.tool_calls)) return message;
  return {
    ...message,
    tool_calls: message.tool_calls.map((call: unknown, index) => ({
      index,
      ...(isRecord(call) ? call : {}),
    })),
  };
}
