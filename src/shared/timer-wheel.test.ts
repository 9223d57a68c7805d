import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TimerWheel, wheelTickMs } from './timer-wheel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function wheelNow(): { wheel: TimerWheel; now: () => number } {
  const start = Date.now();
  const now = (): number => Date.now() - start;
  return { wheel: new TimerWheel(now), now };
}

describe('the timer wheel', () => {
  test('rings each timer once, never early and at most a tick late; a cancelled one never', () => {
    const timers = fc.array(
      fc.record({
        setAt: fc.integer({ min: 0, max: 5_000 }),
        ms: fc.integer({ min: 0, max: 40_000 }),
        cancelAfter: fc.option(fc.integer({ min: 0, max: 45_000 })),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(timers, (wanted) => {
        const { wheel, now } = wheelNow();
        const rung: number[][] = wanted.map(() => []);
        for (const [index, { setAt, ms, cancelAfter }] of wanted.entries()) {
          setTimeout(() => {
            const timer = wheel.after(ms, () => void rung[index]?.push(now()));
            if (cancelAfter !== null) setTimeout(() => wheel.cancel(timer), cancelAfter);
          }, setAt);
        }
        vi.advanceTimersByTime(100_000);
        for (const [index, { setAt, ms, cancelAfter }] of wanted.entries()) {
          const times = rung[index] ?? [];
          const due = setAt + ms;
          if (cancelAfter !== null && cancelAfter < ms) expect(times).toEqual([]);
          else if (cancelAfter === null || cancelAfter > ms + 2 * wheelTickMs) {
            expect(times).toHaveLength(1);
            expect(times[0]).toBeGreaterThanOrEqual(due);
            expect(times[0]).toBeLessThanOrEqual(due + 2 * wheelTickMs);
          }
        }
        // Nothing is left that would keep a process alive.
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('one that cancels its neighbour while both are due keeps it from ringing', () => {
    const { wheel } = wheelNow();
    const rung: string[] = [];
    wheel.after(1_000, () => {
      rung.push('first');
      wheel.cancel(second);
    });
    const second = wheel.after(1_000, () => rung.push('second'));
    vi.advanceTimersByTime(2_000);
    expect(rung).toEqual(['first']);
  });

  test('a stalled process rings what has come meanwhile, and not what is a round later', () => {
    const start = { now: 0 };
    const wheel = new TimerWheel(() => start.now);
    const rung: number[] = [];
    for (const ms of [500, 9_000, 11_000, 25_000]) wheel.after(ms, () => rung.push(ms));
    start.now = 12_000;
    vi.advanceTimersByTime(wheelTickMs);
    expect(rung.toSorted((a, b) => a - b)).toEqual([500, 9_000, 11_000]);
    start.now = 26_000;
    vi.advanceTimersByTime(wheelTickMs);
    expect(rung).toContain(25_000);
  });
});
