import type { Task } from '../catalog/types.ts';
import type { ChatFacts } from '../upstream/chat-facts.ts';
import type { ChatBody } from '../upstream/wire.ts';
import type { Strategy } from '../engine/plan.ts';

/** Tells that the client has left: an AbortSignal is one, and something lighter may be. */
export interface Leaving {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A chat, or another task, as any surface asks for it, in OpenAI's terms. */
export interface ChatRequest {
  /** Default: a chat. Whatever is no chat is never streamed and has `facts`. */
  readonly task?: Task;
  readonly body: ChatBody;
  /** The bytes that `body` was parsed from, where it came as bytes and as it is. */
  readonly bytes?: Buffer | null;
  /** What is known of its messages already; they need not be parsed for it. */
  readonly facts?: ChatFacts | null;
  /** What the client wrote as model; undefined = `auto`. */
  readonly model: string | undefined;
  readonly stream: boolean;
  /** The client asked for the usage event at the end of the stream. */
  readonly wantsUsage: boolean;
  /** ms the client gives us; null = the installation's default. */
  readonly deadlineMs: number | null;
  readonly strategy: Strategy | null;
  /** Another lane goes on with a text whose stream died; null = the route's word, else yes. */
  readonly resume: boolean | null;
  /** Whose key came with it; null = nobody's limits and sessions. */
  readonly client?: string | null;
  /** The group of surfaces it came over, for the count; absent = none of them. */
  readonly app?: string | null;
  /** `x-noria-session`: the client's requests of this name stay on one model while it serves. */
  readonly session?: string | null;
  /** Seconds of sound that a transcription is about, for providers that count them. */
  readonly seconds?: number;
  /** Aborted when the client leaves. */
  readonly signal: Leaving;
  /** Epoch ms at which the request came in. */
  readonly receivedAt: number;
  /** The same moment on the monotone clock, ms. */
  readonly receivedTick: number;
  /** A call of Noria itself, and what for: it uses quota like any other and counts as nobody's request. */
  readonly purpose?: 'keep-warm';
}

/** Who served, for the response headers. */
export interface AnswerMeta {
  readonly traceId: string;
  readonly provider: string;
  readonly model: string;
  readonly maskedKey: string;
  readonly attempts: number;
  /** ms spent in Noria itself: everything but the waiting for providers and for quota. */
  readonly overheadMs: number;
  /** The local fallback served. */
  readonly local: boolean;
}

/** Where a stream goes; a surface makes one of its connection. */
export interface AnswerSink {
  /** False = hold until `onDrain` is called. */
  write(bytes: Buffer | string): boolean;
  onDrain(listener: () => void): void;
  end(): void;
}

export type ChatAnswer =
  | {
      readonly kind: 'whole';
      readonly meta: AnswerMeta;
      readonly body: Buffer;
      /** Of the body; absent = JSON. */
      readonly contentType?: string;
    }
  /** `pipe` writes the stream and resolves at its end, whatever the end was. */
  | { readonly kind: 'stream'; readonly meta: AnswerMeta; pipe(sink: AnswerSink): Promise<void> };
