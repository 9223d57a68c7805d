import type { VirtualClock } from './virtual-clock.ts';

/** Steps between two looks at what the system wants; what was promised settles after each step all the same. */
const batch = 32;

/**
 * Moves the clock from ring to ring until `isOver`, or until nothing is waited for. Between two rings everything that was
 * promised settles, however long the chain: each step is a turn of its own, after which Node drains its microtasks. Steps
 * are set up in batches because the turn of the event loop costs six times what the step's own turn does.
 * @throws what a ring throws
 */
export function liveThrough(clock: VirtualClock, isOver: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = 0;
    let ended = false;
    const begin = (): void => {
      left = batch;
      for (let turn = 0; turn < batch; turn += 1) setImmediate(step);
    };
    const step = (): void => {
      left -= 1;
      try {
        ended ||= isOver() || !clock.step();
      } catch (error) {
        ended = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      if (left > 0) return;
      if (ended) resolve();
      else begin();
    };
    begin();
  });
}
