import type { Leaving } from './request.ts';

/** Who waits for a place, first come first served: woken by time or by a call that ended. */
export interface Waiters {
  /** Resolves after `ms`, or sooner when something was released; rejects never. */
  wait(ms: number, signal: Leaving): Promise<void>;
  /** A call ended and gave something back: all look again, who waits longest first; what it was may suit only one of them. */
  release(): void;
}

export function createWaiters(): Waiters {
  const waiting = new Set<() => void>();
  return {
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      }),
    release: () => {
      for (const wake of Array.from(waiting)) wake();
    },
  };
}
