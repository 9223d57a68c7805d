import type { ErrorView } from '../../src/api/views/error-view.ts';
import { ApiError, errorOf } from '../lib/api.ts';
import { readEvents } from './event-stream.ts';

/** Who serves an answer, as its head says. */
export interface Served {
  readonly provider: string;
  readonly model: string;
  readonly attempts: number;
  /** Id of the decision trace. */
  readonly trace: string;
  readonly isLocal: boolean;
}

export interface ChatCall {
  readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  /** `auto` without it. */
  readonly model?: string;
  readonly signal?: AbortSignal;
  /** Once, before the first text. */
  readonly onServed: (served: Served) => void;
  readonly onText: (piece: string) => void;
  /** The model thinks aloud: what it thinks is not shown. */
  readonly onThought?: () => void;
}

/** The part of a chunk of OpenAI's stream that is read. */
interface Chunk {
  readonly choices?: readonly {
    readonly delta?: {
      readonly content?: string | null;
      readonly reasoning?: string | null;
      readonly reasoning_content?: string | null;
    };
  }[];
  readonly error?: ErrorView['error'];
}

/** One streamed chat call in the administrator's name. Resolves at the end of the answer. @throws ApiError, and the signal's reason when it stops the call */
export async function streamChat(call: ChatCall): Promise<void> {
  const { messages, model = 'auto', signal } = call;
  const lost = (error: unknown): never => {
    signal?.throwIfAborted();
    throw error instanceof ApiError ? error : new ApiError(0, { code: 'unreachable', message: '' });
  };
  const answer = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages, stream: true }),
    ...(signal === undefined ? {} : { signal }),
  }).catch(lost);
  if (!answer.ok || answer.body === null) throw await errorOf(answer);
  const served = servedBy(answer.headers);
  call.onServed(served);
  const isWhole = await readAnswer(answer.body, served.trace, call).catch(lost);
  if (!isWhole) throw brokenOff(served.trace);
}

export function servedBy(headers: Headers): Served {
  return {
    provider: headers.get('x-noria-provider') ?? '',
    model: headers.get('x-noria-model') ?? '',
    attempts: Number(headers.get('x-noria-attempts') ?? 1),
    trace: headers.get('x-noria-trace') ?? '',
    isLocal: headers.get('x-noria-local') === 'true',
  };
}

/** True when it came to its end. @throws ApiError for an error inside the stream */
async function readAnswer(
  body: ReadableStream<Uint8Array>,
  trace: string,
  { onText, onThought }: ChatCall,
): Promise<boolean> {
  for await (const data of readEvents(body)) {
    if (data === '[DONE]') return true;
    const { choices, error } = JSON.parse(data) as Chunk;
    if (error !== undefined) throw new ApiError(200, error, trace);
    const { content, reasoning, reasoning_content: thought } = choices?.[0]?.delta ?? {};
    if (content) onText(content);
    else if (reasoning || thought) onThought?.();
  }
  return false;
}

function brokenOff(trace: string): ApiError {
  return new ApiError(200, { code: 'stream_interrupted', message: '' }, trace);
}
