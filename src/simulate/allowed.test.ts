import { describe, expect, test } from 'vitest';
import { allowedCalls, givenADay, givenWithin } from './allowed.ts';
import type { TruthLimit, TruthWindow } from './truth-limit.ts';

const t0 = Date.UTC(2026, 10, 21);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const refillDay: TruthWindow = { kind: 'refill', ms: dayMs };

function limit(change: Partial<TruthLimit>): TruthLimit {
  return { unit: 'requests', amount: 100, window: refillDay, per: 'account_model', ...change };
}

describe('what a limit gives within a time', () => {
  test.each<[string, TruthWindow, number, number]>([
    ['a bucket that is full at first and refills', refillDay, dayMs, 200],
    ['the calendar’s minute', { kind: 'fixed', ms: 60_000, calendar: 'minute' }, hourMs, 6_000],
    ['a part of a calendar minute too', { kind: 'fixed', ms: 60_000, calendar: 'minute' }, 90_000, 200],
    ['the UTC day', { kind: 'fixed', ms: dayMs, calendar: 'day', zone: 'UTC' }, dayMs, 100],
    [
      'the Pacific day, which turns at 08:00',
      { kind: 'fixed', ms: dayMs, calendar: 'day', zone: 'America/Los_Angeles' },
      dayMs,
      200,
    ],
    [
      'the Pacific day before it turns',
      { kind: 'fixed', ms: dayMs, calendar: 'day', zone: 'America/Los_Angeles' },
      8 * hourMs,
      100,
    ],
    ['the month', { kind: 'fixed', ms: 30 * dayMs, calendar: 'month', zone: 'UTC' }, 9 * dayMs, 100],
    [
      'the turn of the month',
      { kind: 'fixed', ms: 30 * dayMs, calendar: 'month', zone: 'UTC' },
      11 * dayMs,
      200,
    ],
    ['a rolling minute', { kind: 'rolling', ms: 60_000 }, hourMs, 6_000],
    ['24 h from the first use', { kind: 'first_use', ms: dayMs }, 25 * hourMs, 200],
    ['calls at once', { kind: 'in_flight', ms: 0 }, dayMs, Infinity],
  ])('%s', (_name, window, ms, given) => {
    expect(givenWithin(limit({ window }), t0, t0 + ms)).toBe(given);
  });

  test('in the long run a bucket gives what it refills', () => {
    expect(givenADay({ amount: 100, window: refillDay })).toBe(100);
    expect(givenADay({ amount: 30, window: { kind: 'refill', ms: 60_000 } })).toBe(43_200);
    expect(givenADay({ amount: 0, window: { kind: 'in_flight', ms: 0 } })).toBe(0);
  });
});

describe('what an account allows', () => {
  const takenOf = ({ unit }: TruthLimit): number => (unit === 'tokens' ? 1_300 : 1);
  const allowed = (
    limits: readonly TruthLimit[],
    models = ['a', 'b'],
    keys = 1,
  ): [string, number, number | undefined][] =>
    allowedCalls({ limits, models, keys, givenBy: ({ amount }) => amount, takenOf }).map(
      ({ model, calls, by }) => [model, calls, by?.amount],
    );

  test('is the tightest limit of each model, tokens counted as calls of the size that is asked for', () => {
    const limits = [limit({ amount: 50 }), limit({ unit: 'tokens', amount: 26_000, models: ['b'] })];
    expect(allowed(limits)).toEqual([
      ['a', 50, 50],
      ['b', 20, 26_000],
    ]);
  });

  test('is no more than what the models share, the first ones first', () => {
    const pool = limit({ per: 'account', amount: 30 });
    expect(allowed([limit({ amount: 20 }), pool])).toEqual([
      ['a', 20, 20],
      ['b', 10, 30],
    ]);
    expect(allowed([pool])).toEqual([
      ['a', 30, 30],
      ['b', 0, 30],
    ]);
    expect(allowed([limit({ amount: 10 }), pool]).map(([, calls]) => calls)).toEqual([10, 10]);
    expect(allowed([{ ...pool, models: ['b'] }])).toEqual([
      ['a', Infinity, undefined],
      ['b', 30, 30],
    ]);
  });

  test('is more with more keys only where each key has a limit of its own', () => {
    expect(allowed([limit({ per: 'key', amount: 30 })], ['a'], 3)).toEqual([['a', 90, 30]]);
    expect(allowed([limit({ per: 'account', amount: 30 })], ['a'], 3)).toEqual([['a', 30, 30]]);
  });

  test('is nothing where the plan grants nothing', () => {
    expect(allowed([limit({ amount: 0, models: ['a'] })])).toEqual([
      ['a', 0, 0],
      ['b', Infinity, undefined],
    ]);
  });
});
