import { describe, expect, test } from 'vitest';
import { addLeft, leftOf, type Left } from './left-of.ts';
import type { LeftShape } from './left-shape.ts';
import type { Amount } from './amounts.ts';

const [tonight, monthEnd] = [1_000, 9_000];

function amount(limit: number, remaining: number, resetsAt: number | null = tonight): Amount {
  return { limit, remaining, resetsAt, source: 'declared' };
}

const requests = { unit: 'requests', side: 'all', window: 'day' } as const;

/** Two models with limits of a day, which a month over both of them bounds. */
const day: LeftShape = {
  ...requests,
  parts: [
    { place: 0, within: [], boundBy: [2] },
    { place: 1, within: [], boundBy: [2] },
  ],
};

describe('what an account has left', () => {
  test('is the sum of its models’ limits', () => {
    expect(leftOf([day], [amount(50, 20), amount(50, 50, null), null])).toEqual([
      { ...requests, limit: 100, remaining: 70, resetsAt: tonight },
    ]);
  });

  test('is no more than the month leaves, and then comes back with the month', () => {
    expect(leftOf([day], [amount(50, 20), amount(50, 50, null), amount(1_000, 15, monthEnd)])).toEqual([
      { ...requests, limit: 45, remaining: 15, resetsAt: monthEnd },
    ]);
    expect(leftOf([day], [amount(50, 20), amount(50, 50, null), amount(1_000, 0, monthEnd)])).toEqual([
      { ...requests, limit: 30, remaining: 0, resetsAt: monthEnd },
    ]);
  });

  test('is the limit over all models where one is known, whatever the models’ own say', () => {
    const shape: LeftShape = {
      ...requests,
      parts: [
        { place: 0, within: [], boundBy: [] },
        { place: 1, within: [0], boundBy: [] },
      ],
    };
    expect(leftOf([shape], [amount(1_000, 400), amount(50, 0)])).toEqual([
      { ...requests, limit: 1_000, remaining: 400, resetsAt: tonight },
    ]);
    expect(leftOf([shape], [null, amount(50, 0)])).toEqual([
      { ...requests, limit: 50, remaining: 0, resetsAt: tonight },
    ]);
    // A plan that grants nothing over all models grants nothing of one.
    expect(leftOf([shape], [amount(0, 0), amount(50, 50)])).toEqual([]);
  });

  test('is not told where no limit is known', () => {
    expect(leftOf([day], [null, null, amount(1_000, 15)])).toEqual([]);
  });
});

test('sums keep units, sides and windows apart, and money exact', () => {
  const usd = (remaining: number): Left => ({
    unit: 'usd',
    side: 'all',
    window: 'month',
    limit: 0.1,
    remaining,
    resetsAt: null,
  });
  const tokens: Left = { unit: 'tokens', side: 'input', window: 'day', limit: 5, remaining: 5, resetsAt: 7 };
  expect(addLeft([usd(0.1), tokens, usd(0.1), usd(0.1), { ...tokens, side: 'all', resetsAt: 3 }])).toEqual([
    { ...usd(0.3), limit: 0.3 },
    tokens,
    { ...tokens, side: 'all', resetsAt: 3 },
  ]);
});
