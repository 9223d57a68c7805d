/** A time that is waited for; only `cancel` takes it. */
export type Timer = object;

/** Time as an argument, so that a day can be lived in a second. */
export interface Clock {
  /** Epoch ms: for windows, deadlines and everything that is kept. */
  now(): number;
  /** Monotone ms with fractions: for durations. */
  ticks(): number;
  /** Calls `run` once, after `ms`. */
  after(ms: number, run: () => void): Timer;
  /** A timer that has rung or was cancelled is no error. */
  cancel(timer: Timer): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  after: (ms, run) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
