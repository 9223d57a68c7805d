/** Time as an argument, so that a day can be lived in a second. */
export interface Clock {
  /** Epoch ms: for windows, deadlines and everything that is kept. */
  now(): number;
  /** Monotone ms with fractions: for durations. */
  ticks(): number;
}

export const systemClock: Clock = { now: () => Date.now(), ticks: () => performance.now() };
