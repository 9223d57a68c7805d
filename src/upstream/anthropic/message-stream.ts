import { isRecord } from '../parse-body.ts';
import { createSseReader } from '../sse-events.ts';
import { createStreamState, type StreamState } from '../wire.ts';
import { finishReason, matchedStop } from './finish-reason.ts';
import { createToolBlocks } from './tool-blocks.ts';
import { presentUsage, readUsage, toTokens, type Usage } from './usage.ts';

export interface MessageStream {
  readonly state: StreamState;
  /** OpenAI's chunks for these bytes; null when they hold nothing for the client. */
  read(bytes: Buffer): Buffer | null;
  /** The connection has ended. */
  end(): Buffer | null;
}

export interface MessageStreamOptions {
  /** Epoch seconds. */
  readonly created: number;
  readonly wantsUsage: boolean;
  /** Of the answer, for the classifier of an error inside the stream. */
  readonly headers: StreamHeaders;
}

type StreamHeaders = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** Anthropic's named events as OpenAI's chunks. https://docs.claude.com/en/docs/build-with-claude/streaming */
export function createMessageStream({ created, wantsUsage, headers }: MessageStreamOptions): MessageStream {
  const state = createStreamState();
  const tools = createToolBlocks();
  const reader = createSseReader(onEvent);
  let out = '';
  let head: Fields = { object: 'chat.completion.chunk', created };
  let usage: Usage | null = null;

  function onEvent(event: string, data: string): void {
    if (state.done || state.error !== null) return;
    const body = parse(data);
    if (!isRecord(body)) return fail('an event of the stream is no JSON object');
    const type = typeof body.type === 'string' ? body.type : event;
    if (type === 'error') state.error = { status: 200, headers, body, sse: 'error' };
    else if (type === 'message_start') start(body.message);
    else if (type === 'content_block_start') startBlock(body.index, body.content_block);
    else if (type === 'content_block_delta') growBlock(body.index, body.delta);
    else if (type === 'content_block_stop') tell(tools.stop(body.index));
    else if (type === 'message_delta') finish(body);
    else if (type === 'message_stop') stop();
  }

  function start(message: unknown): void {
    if (!isRecord(message)) return;
    head = { id: message.id, ...head, model: message.model };
    countUsage(message.usage);
    emit({ role: 'assistant', content: '' }, null);
  }

  function startBlock(place: unknown, block: unknown): void {
    if (!isRecord(block)) return;
    if (block.type === 'tool_use') tell(tools.start(place, block));
    else growBlock(place, block);
  }

  /** A delta, or the beginning of a block, whose fields have the same names. */
  function growBlock(place: unknown, delta: unknown): void {
    if (!isRecord(delta)) return;
    if (hasText(delta.text)) tell({ content: delta.text });
    else if (hasText(delta.thinking)) tell({ reasoning_content: delta.thinking });
    else if (delta.type === 'input_json_delta') tell(tools.grow(place, delta.partial_json));
  }

  function finish({ delta, usage: counted }: Fields): void {
    countUsage(counted);
    if (!isRecord(delta) || typeof delta.stop_reason !== 'string') return;
    state.finished = true;
    state.finishReason = finishReason(delta.stop_reason);
    emit({}, state.finishReason, matchedStop(delta.stop_sequence));
  }

  function stop(): void {
    state.done = true;
    if (!wantsUsage || usage === null) return;
    write({ choices: [], usage: presentUsage(usage) });
    state.usagePassed = true;
  }

  function tell(delta: Fields | null): void {
    if (delta === null) return;
    state.content = true;
    state.pieces += 1;
    emit(delta, null);
  }

  function emit(delta: Fields, reason: string | null, more: Fields = {}): void {
    write({ choices: [{ index: 0, delta, logprobs: null, finish_reason: reason, ...more }] });
  }

  function write(fields: Fields): void {
    out += `data: ${JSON.stringify({ ...head, ...fields })}\n\n`;
  }

  function countUsage(told: unknown): void {
    usage = readUsage(told, usage);
    state.usage = toTokens(usage);
  }

  function fail(message: string): void {
    state.error ??= { status: 200, headers, body: { error: { message } } };
  }

  function take(step: () => void): Buffer | null {
    try {
      step();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      fail(error.message);
    }
    const bytes = out === '' ? null : Buffer.from(out);
    out = '';
    return bytes;
  }

  return {
    state,
    read: (bytes) => take(() => reader.push(bytes)),
    end: () =>
      take(() => {
        reader.end();
        // Some relays of this API leave out the last event.
        if (state.finished && !state.done && state.error === null) stop();
      }),
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function hasText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
