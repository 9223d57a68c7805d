import type { Clock, Timer } from '../../src/shared/clock.ts';

/** A clock that knows which of its timers still wait. */
export interface WatchedClock extends Clock {
  readonly waiting: number;
}

export function watchClock(clock: Clock): WatchedClock {
  const open = new Set<Timer>();
  return {
    now: () => clock.now(),
    ticks: () => clock.ticks(),
    after: (ms, run) => {
      const timer = clock.after(ms, () => {
        open.delete(timer);
        run();
      });
      open.add(timer);
      return timer;
    },
    cancel: (timer) => {
      open.delete(timer);
      clock.cancel(timer);
    },
    get waiting() {
      return open.size;
    },
  };
}
