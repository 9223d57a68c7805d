/** What one process of `bench/load.ts` is to do, given as JSON in its first argument. */
export interface LoadPlan {
  readonly origin: string;
  readonly apiKey: string;
  readonly model: string;
  readonly stream: boolean;
  readonly pace: Pace;
  /** Time before the measured part, not counted. */
  readonly warmupMs: number;
  readonly measureMs: number;
}

export type Pace =
  /** Each client sends the next request when the last is answered: measures throughput. */
  | { readonly kind: 'closed'; readonly clients: number }
  /** Requests leave by the clock whatever became of the earlier ones: measures latency without hiding stalls. */
  | { readonly kind: 'open'; readonly perSecond: number };

/** What it prints, as JSON. */
export interface LoadResult {
  readonly perSecond: number;
  /** From the moment a request was due (open) or sent (closed). */
  readonly latencyMs: Spread;
  readonly firstByteMs: Spread;
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
