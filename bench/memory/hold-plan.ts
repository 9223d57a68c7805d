import type { Ask } from '../harness/payloads.ts';

/** What `bench/hold-streams.ts` is to do. */
export interface HoldPlan {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
  readonly streams: number;
  /** So many are opened a second. */
  readonly perSecond: number;
}

/** What it says. */
export interface Held {
  readonly kind: 'open' | 'count';
  readonly alive: number;
  /** Pieces that came, over all streams. */
  readonly chunks: number;
  readonly firstFailure: string | null;
}
