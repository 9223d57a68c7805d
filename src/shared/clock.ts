import { TimerWheel, WheelTimer } from './timer-wheel.ts';

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

/** Longer times than this ring up to 20 ms late, and cost next to nothing. */
const exactBelowMs = 500;
const wheel = new TimerWheel(() => performance.now());

export const systemClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  after: (ms, run) => (ms < exactBelowMs ? setTimeout(run, ms) : wheel.after(ms, run)),
  cancel: (timer) => {
    if (timer instanceof WheelTimer) wheel.cancel(timer);
    else clearTimeout(timer as NodeJS.Timeout);
  },
};
