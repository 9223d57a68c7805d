import { systemClock, type Clock } from '../../src/shared/clock.ts';

/** The system's clock, which leaps ahead when the test says so: a day over real HTTP in a second. */
export interface LeapingClock extends Clock {
  leap(ms: number): void;
}

export function leapingClock(): LeapingClock {
  let ahead = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + ahead,
    leap: (ms) => (ahead += ms),
  };
}
