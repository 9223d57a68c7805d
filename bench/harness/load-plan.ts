import type { Ask } from './payloads.ts';

/** What one process of `bench/load.ts` is to do, given as JSON in its first argument. */
export interface LoadPlan {
  readonly origin: string;
  /** Beside the content type: who asks, and what else the server wants to be told. */
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
  /** What counts as success: a whole answer, or a 429. */
  readonly expects: 'answer' | 'refusal';
  readonly pace: Pace;
  /** Time before the measured part, not counted. */
  readonly warmupMs: number;
  readonly measureMs: number;
}

export type Pace =
  /** Each client sends the next request when the last is answered: measures throughput. `requests`: ends after so many. */
  | { readonly kind: 'closed'; readonly clients: number; readonly requests?: number }
  /** Requests leave by the clock whatever became of the earlier ones: measures latency without hiding stalls. */
  | { readonly kind: 'open'; readonly perSecond: number };

/** What it prints, as JSON. */
export interface LoadResult {
  readonly perSecond: number;
  /** From the moment a request was due (open) or sent (closed). */
  readonly latencyMs: Spread;
  readonly firstByteMs: Spread;
  /** From the moment a request was really sent: the call alone, without what the load's own clock was late. */
  readonly callMs: Spread;
  /** Of the measured requests, 0 to 1: those for which Noria asked more than one lane, by `x-noria-attempts`. */
  readonly severalAttempts: number;
  /** Every request, those of the warm-up included, and the time they took: to divide a server's work by. */
  readonly totalRequests: number;
  readonly totalMs: number;
  readonly failures: number;
  readonly firstFailure?: string;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
}
