import type { Traced } from './traced.ts';

/** The last traces, in memory. */
export interface RecentTraces {
  /** On the way of every request: one assignment, and once a round of the ring the sifting of it. */
  readonly add: (trace: Traced) => void;
  /** In no order. */
  all(): readonly Traced[];
  /** Hands over what has come since the last time, in order. */
  sift(): void;
}

/** Before a trace is overwritten, `onSift` has seen it. */
export function createRecentTraces(size: number, onSift: (trace: Traced) => void): RecentTraces {
  const ring: Traced[] = [];
  let next = 0;
  let sifted = 0;

  function sift(): void {
    for (const trace of ring.slice(sifted, next)) onSift(trace);
    sifted = next;
  }

  return {
    sift,
    all: () => ring,
    add: (trace) => {
      ring[next] = trace;
      next += 1;
      if (next < size) return;
      sift();
      next = 0;
      sifted = 0;
    },
  };
}
