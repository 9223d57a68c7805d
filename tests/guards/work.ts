/** What happens for one of something. */
export interface Counts {
  /** Of heap. */
  readonly bytes: number;
  readonly promises: number;
  /** Of Node, immediates too. */
  readonly timers: number;
  /** `process.nextTick`. */
  readonly ticks: number;
  readonly statements: number;
}

export interface Work {
  /** A request with a whole answer, from the relay's door to its end: engine, ledger with journal, trace, log, counters. */
  readonly request: Counts;
  /** A piece of a stream on its way through. */
  readonly chunk: Counts;
}
