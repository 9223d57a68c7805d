/** Hedges stay a small part of all requests: they spend quota for what might have come anyway. */
export interface HedgeBudget {
  /** A request came in. */
  earn(): void;
  /** True = a hedge may start, and is counted. */
  take(): boolean;
}

/** Hedges for each request, in the long run. */
const share = 0.1;
/** Saved up in quiet times; one is there from the start, or the first who meets a dead provider would wait. */
const mostSaved = 5;

export function createHedgeBudget(): HedgeBudget {
  let saved = 1;
  return {
    earn: () => {
      saved = Math.min(mostSaved, saved + share);
    },
    take: () => {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
