import type { Provider, Task } from '../catalog/types.ts';
import type { Answer } from '../engine/classification.ts';
import type { Tokens } from '../engine/estimate.ts';
import type { ChatFacts } from './chat-facts.ts';
import type { HttpClient, HttpHeaders } from './http.ts';

/** One call over one lane, in OpenAI's terms: every wire translates from and to them. */
export interface ChatCall {
  readonly task: Task;
  readonly provider: Provider;
  /** Where the provider answers; may hold `{account_id}`. */
  readonly baseUrl: string;
  readonly secret: string;
  /** The provider's own model id. */
  readonly model: string;
  /** The same model's name over all providers; absent = `model`. */
  readonly family?: string;
  /** The client's body as parsed; never changed. */
  readonly body: ChatBody;
  /** The bytes that `body` was parsed from; null = it was made here. */
  readonly bytes: Buffer | null;
  /** Nobody else is sending `bytes` meanwhile: they may be changed in place. */
  readonly mayOverwrite: boolean;
  /** What is known of its messages; null = nobody has looked. */
  readonly facts: ChatFacts | null;
  readonly stream: boolean;
  /** The client asked for `stream_options.include_usage`. */
  readonly clientWantsUsage: boolean;
  /** Upper bound of the client's `max_tokens` here; null = none. */
  readonly maxTokens: number | null;
  /** Parameters that this model was seen to refuse. */
  readonly refusedParams: ReadonlySet<string>;
}

export interface ChatBody {
  readonly messages?: readonly ChatMessage[];
  readonly [field: string]: unknown;
}

/** A body may hold members that its prototype reads when they are asked for. */
export function copyOfBody(body: ChatBody): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const field in body) copy[field] = body[field];
  return copy;
}

export interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly [field: string]: unknown;
}

/** What a stream has shown so far; one object for the whole stream, changed in place. */
export interface StreamState {
  /** Something a reader would see has come: text, reasoning, a tool call. */
  content: boolean;
  /** A finish reason was seen: an end of the connection is the end of the answer. */
  finished: boolean;
  /** The stream's own end mark was seen. */
  done: boolean;
  finishReason: string | null;
  usage: Tokens | null;
  /** The client has got the usage in OpenAI's own form. */
  usagePassed: boolean;
  /** Pieces of content so far, nearly one a token: the estimate when no usage comes. */
  pieces: number;
  /** An error inside the stream; the stream is over. */
  error: Answer | null;
}

/** A whole answer as OpenAI's own: a chat completion, a list of embeddings or pictures, a transcript; or sound. */
export interface WholeAnswer {
  /** The provider's own bytes where it speaks OpenAI's dialect. */
  readonly body: Buffer;
  readonly usage: Tokens | null;
  /** Neither text nor a tool call, and no reason for that. */
  readonly empty: boolean;
  /** Absent = JSON. */
  readonly contentType?: string;
  /** Seconds of sound that it is about, where the provider tells. */
  readonly seconds?: number;
}

/** Told in order: sent? → head? → (chunk* → ended) | whole | refused | broken. Exactly one of the last four. */
export interface WireListener {
  /** From here on the provider may count the call. */
  sent(): void;
  /** Status 2xx and its headers. */
  head(headers: HttpHeaders): void;
  /** Events in OpenAI's stream format to pass on (null = nothing to pass), after which `state` holds. */
  chunk(bytes: Buffer | null, state: StreamState): void;
  ended(state: StreamState): void;
  whole(answer: WholeAnswer): void;
  /** The provider answered with an error: by its status, or inside a 200 body. */
  refused(answer: Answer): void;
  /** The connection failed or ended before the answer was whole. */
  broken(error: Error): void;
}

export interface WireControl {
  abort(): void;
  pause(): void;
  resume(): void;
}

export type Speak = (call: ChatCall, http: HttpClient, listener: WireListener) => WireControl;

/** How one kind of provider is spoken to. Every wire answers chats; other tasks only where it has them. */
export interface Wire extends Readonly<Partial<Record<Task, Speak>>> {
  readonly chat: Speak;
}

export function createStreamState(): StreamState {
  return {
    content: false,
    finished: false,
    done: false,
    finishReason: null,
    usage: null,
    usagePassed: false,
    pieces: 0,
    error: null,
  };
}
