import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../catalog/types.ts';
import {
  addTo,
  anchorEnd,
  emptyCounter,
  freesAt,
  lengthMs,
  resetsAt,
  takenFrom,
  usedOf,
  type Counted,
} from './windows.ts';

const start = Date.UTC(2026, 10, 21, 10, 0, 0);
const minute = 60_000;

const windows: readonly Window[] = [
  { kind: 'refill', length: 'minute' },
  { kind: 'fixed', length: 'minute', zone: 'UTC' },
  { kind: 'rolling', length: 'minute' },
  { kind: 'first_use', length: 'minute' },
];

function counting(window: Window, guardMs = 0): Counted {
  return { counter: emptyCounter(window), spec: { window, guardMs } };
}

describe.each(windows)('a $kind window', (window) => {
  it('gives back everything one period after the last use', () => {
    const counted = counting(window);
    for (let take = 0; take < 10; take += 1) addTo(counted, 10, 1, start + 61_000);
    expect(usedOf(counted, 10, start + 61_000)).toBe(10);
    expect(usedOf(counted, 10, start + 61_000 + minute)).toBe(0);
  });

  it('frees an amount exactly when it says, and not a millisecond sooner', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 1, max: 5 })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 500 }),
        (takes, wanted, guardMs) => {
          const counted = counting(window, guardMs);
          let now = start;
          for (const [pause, amount] of takes) {
            now += pause;
            if (usedOf(counted, 10, now) + amount <= 10) addTo(counted, 10, amount, now);
          }
          const at = usedOf(counted, 10, now) + wanted <= 10 ? now : freesAt(counted, 10, wanted, now);
          const usedBefore = at > now ? usedOf(structuredClone(counted), 10, at - 1) : 0;
          expect(usedOf(counted, 10, at) + wanted).toBeLessThanOrEqual(10 + 1e-6);
          if (at > now) expect(usedBefore + wanted).toBeGreaterThan(10);
        },
      ),
    );
  });

  it('takes back a refund as if it had never been taken', () => {
    const counted = counting(window);
    addTo(counted, 10, 4, start + 1_000);
    addTo(counted, 10, 3, start + 1_000);
    takenFrom(counted, 10, { amount: 3, takenAt: start + 1_000 }, start + 1_000);
    expect(usedOf(counted, 10, start + 1_000)).toBeCloseTo(4);
  });
});

/** An exact provider that counts a call when it arrives, up to `guardMs` after we reserved it. */
function provider(window: Window, limit: number): (at: number, amount: number) => boolean {
  const calls: { at: number; amount: number }[] = [];
  let level = limit;
  let levelAt = 0;
  let windowEndsAt = 0;
  return (at, amount) => {
    const period = window.kind === 'in_flight' ? 0 : lengthMs(window.length);
    if (window.kind === 'refill') {
      level = Math.min(limit, level + ((at - levelAt) * limit) / period);
      levelAt = at;
      if (level < amount - 1e-6) return false;
      level -= amount;
      return true;
    }
    const from =
      window.kind === 'fixed'
        ? Math.floor(at / period) * period
        : window.kind === 'rolling'
          ? at - period + 1
          : windowEndsAt - period;
    if (window.kind === 'first_use' && at >= windowEndsAt) {
      windowEndsAt = at + period;
      calls.length = 0;
    }
    const used = calls.filter((call) => call.at >= from).reduce((sum, call) => sum + call.amount, 0);
    if (used + amount > limit) return false;
    calls.push({ at, amount });
    return true;
  };
}

describe.each(windows)('law 1 for a $kind window', (window) => {
  it('is never refused by a provider that counts each call up to the guard later than we did', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            pause: fc.integer({ min: 0, max: 9_000 }),
            transit: fc.integer({ min: 0, max: 250 }),
            amount: fc.integer({ min: 1, max: 4 }),
          }),
          {
            minLength: 1,
            maxLength: 200,
          },
        ),
        (calls) => {
          const limit = 12;
          const counted = counting(window, 250);
          const arrivals: { at: number; amount: number }[] = [];
          let now = start;
          for (const { pause, transit, amount } of calls) {
            now += pause;
            if (usedOf(counted, limit, now) + amount > limit) continue;
            addTo(counted, limit, amount, now);
            arrivals.push({ at: now + transit, amount });
          }
          const accepts = provider(window, limit);
          for (const { at, amount } of arrivals.toSorted((a, b) => a.at - b.at))
            expect(accepts(at, amount)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe.each(windows)('what is given back of a $kind window', (window) => {
  it.each([
    { limit: 6, most: 60, longest: 61_000, numRuns: 2_000 },
    // A crowd: hundreds owe at once.
    { limit: 300, most: 400, longest: 60, numRuns: 200 },
  ])(
    'was not counted by the provider: nobody is refused for it later',
    ({ limit, most, longest, numRuns }) => {
      const call = fc.record({
        pause: fc.oneof(
          fc.integer({ min: 0, max: Math.ceil(longest / 7) }),
          fc.integer({ min: Math.ceil(longest / 3), max: longest }),
        ),
        transit: fc.integer({ min: 0, max: 250 }),
        amount: fc.integer({ min: 1, max: 4 }),
        lostAfter: fc.option(fc.integer({ min: 0, max: 30_000 }), { freq: 2 }),
      });
      fc.assert(
        fc.property(fc.array(call, { minLength: 1, maxLength: most, size: 'max' }), (calls) => {
          const counted = counting(window, 250);
          const arrivals: { at: number; amount: number }[] = [];
          let lost: { at: number; takenAt: number; amount: number }[] = [];
          let now = start;
          for (const { pause, transit, amount, lostAfter } of calls) {
            now += pause;
            const due = lost.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
            lost = lost.filter(({ at }) => at > now);
            for (const { at, ...taken } of due) takenFrom(counted, limit, taken, at);
            if (usedOf(counted, limit, now) + amount > limit) continue;
            addTo(counted, limit, amount, now);
            if (lostAfter === null) arrivals.push({ at: now + transit, amount });
            else lost.push({ at: now + lostAfter, takenAt: now, amount });
          }
          const accepts = provider(window, limit);
          for (const { at, amount } of arrivals.toSorted((one, other) => one.at - other.at))
            expect(accepts(at, amount)).toBe(true);
        }),
        { numRuns },
      );
    },
  );
});

describe('harvest', () => {
  it.each(windows)(
    'a $kind window at saturation gives nearly all the provider allows in an hour',
    (window) => {
      const counted = counting(window, 250);
      let served = 0;
      for (let now = start; now < start + 60 * minute; now += 100) {
        while (usedOf(counted, 30, now) + 1 <= 30) {
          addTo(counted, 30, 1, now);
          served += 1;
        }
      }
      // A first_use or rolling window loses its guard once a minute.
      expect(served / (30 * 60)).toBeGreaterThan(0.98);
    },
  );
});

describe('a calendar window', () => {
  it('charges a call that straddles the turn to both windows', () => {
    const counted = counting({ kind: 'fixed', length: 'minute', zone: 'UTC' }, 250);
    addTo(counted, 10, 1, start + 59_900);
    expect(usedOf(counted, 10, start + 60_300)).toBe(1);
    expect(usedOf(counted, 10, start + 120_300)).toBe(0);
  });

  it('turns at midnight of its own zone', () => {
    const counted = counting({ kind: 'fixed', length: 'day', zone: 'America/Los_Angeles' });
    addTo(counted, 20, 20, start);
    const midnight = Date.UTC(2026, 10, 22, 8);
    expect(resetsAt(counted, 20, start)).toBe(midnight);
    expect(freesAt(counted, 20, 1, start)).toBe(midnight);
    expect(usedOf(counted, 20, midnight - 1)).toBe(20);
    expect(usedOf(counted, 20, midnight)).toBe(0);
  });

  it('takes the end that the provider states, once it differs by more than two seconds', () => {
    const counted = counting({ kind: 'fixed', length: 'minute', zone: 'UTC' });
    addTo(counted, 10, 10, start + 1_000);
    anchorEnd(counted, start + 61_500, start + 1_000);
    expect(freesAt(counted, 10, 1, start + 1_000)).toBe(start + 60_000);
    anchorEnd(counted, start + 40_000, start + 1_000);
    expect(freesAt(counted, 10, 1, start + 1_000)).toBe(start + 40_000);
    expect(usedOf(counted, 10, start + 40_000)).toBe(0);
  });
});

describe('a rolling window', () => {
  it('gives back the earliest slot of a refund, so that a later one goes on counting', () => {
    const counted = counting({ kind: 'rolling', length: 'minute' });
    addTo(counted, 2, 1, start + 10_000);
    addTo(counted, 2, 1, start + 20_000);
    takenFrom(counted, 2, { amount: 1, takenAt: start + 10_000 }, start + 21_000);
    expect(usedOf(counted, 2, start + 71_000)).toBe(1);
    expect(usedOf(counted, 2, start + 80_000)).toBe(0);
  });

  it('stays small under a large limit, and frees at most a 256th of the window late', () => {
    const counted = counting({ kind: 'rolling', length: 'minute' });
    for (let take = 0; take < 20_000; take += 1) addTo(counted, 1e6, 1, start + take);
    expect(counted.counter.kind === 'rolling' && counted.counter.slots.length).toBeLessThanOrEqual(257 + 256);
    expect(usedOf(counted, 1e6, start + 20_000 + minute + 235)).toBe(0);
  });
});
