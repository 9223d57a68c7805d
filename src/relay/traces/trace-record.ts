import type { TraceBodies } from './kept-bodies.ts';

/** One decision trace as it is kept and shown. Times are ms since the request came in unless they say otherwise. */
export interface TraceRecord {
  readonly id: string;
  /** ISO time at which the request came in. */
  readonly at: string;
  /** What the client wrote as model; null = nothing. */
  readonly asked: string | null;
  /** How it was understood: `auto`, `auto:fast`, `family gpt-oss-120b`. Empty when no plan could be made. */
  readonly route: string;
  readonly strategy: 'cascade' | 'race' | 'hedge' | null;
  /** What `auto` saw in the request and what it made of that: `code → strongest first`. */
  readonly looked: string | null;
  readonly stream: boolean;
  /** A call of Noria itself, such as keep-warm; null = a client's request. */
  readonly purpose: string | null;
  /** The id of the client key it came with; null = the administrator's, or nobody's. */
  readonly client: string | null;
  readonly outcome: TraceOutcome;
  /** The error's code when the outcome is no success. */
  readonly code: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  /** Masked. */
  readonly key: string | null;
  readonly local: boolean;
  readonly first_content_ms: number | null;
  readonly took_ms: number;
  readonly overhead_ms: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** The models of the plan in their order, the first of them when there are many. */
  readonly candidates: readonly TraceCandidate[];
  /** Candidates that are not listed. */
  readonly candidates_more: number;
  /** Lanes that came before the chosen ones and could not serve; the first of them when there are many. */
  readonly skipped: readonly TraceSkip[];
  /** Skipped lanes that are not listed. */
  readonly skipped_more: number;
  readonly attempts: readonly TraceAttempt[];
  readonly waits: readonly TraceWait[];
  readonly resumes: readonly TraceResume[];
  /** What else was decided, in words, in order. */
  readonly notes: readonly { readonly at_ms: number; readonly text: string }[];
}

/** One trace looked at by itself. */
export interface TraceDetail extends TraceRecord {
  /** What was said; null = it is not kept. */
  readonly bodies: TraceBodies | null;
}

export type TraceOutcome = 'served' | 'failed' | 'interrupted' | 'left';

export interface TraceCandidate {
  readonly provider: string;
  readonly model: string;
  /** `not_needed`: it would have come later. */
  readonly fate: 'asked' | 'skipped' | 'not_needed';
  /** Why it was skipped, with the first of its keys; null when it was not. */
  readonly reason: string | null;
}

export interface TraceSkip {
  readonly at_ms: number;
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  readonly reason: string;
  /** ISO time at which the reason ends; null when no clock ends it. */
  readonly until: string | null;
}

/** How an attempt came to be. */
export type AttemptRole = 'first' | 'next' | 'race' | 'hedge' | 'resume';

export interface TraceAttempt {
  readonly number: number;
  readonly role: AttemptRole;
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  readonly at_ms: number;
  readonly first_content_ms: number | null;
  readonly took_ms: number | null;
  /** `beaten`: another lane had content first; `left`: the client did; `dropped`: the request ended for another reason. */
  readonly result: 'running' | 'served' | 'failed' | 'beaten' | 'left' | 'dropped' | 'interrupted';
  readonly class: string | null;
  readonly status: number | null;
  readonly message: string | null;
  readonly reserved: readonly TraceAmount[];
  /** null = given back whole. */
  readonly settled: readonly TraceAmount[] | null;
}

export interface TraceAmount {
  /** `requests a minute`, `tokens a day`. */
  readonly bucket: string;
  readonly amount: number;
}

export interface TraceWait {
  readonly at_ms: number;
  /** ms that it meant to wait at most. */
  readonly for_ms: number;
  readonly took_ms: number;
}

export interface TraceResume {
  readonly at_ms: number;
  /** Characters the client had by then. */
  readonly after_chars: number;
  readonly how: 'prefix' | 'assistant' | 'instruction';
  readonly attempt: number;
  /** Characters of the continuation that the client had already and that were left out; null = it could not be joined. */
  readonly overlap_chars: number | null;
}
