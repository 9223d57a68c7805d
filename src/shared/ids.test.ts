import { describe, expect, test } from 'vitest';
import { createIds } from './ids.ts';

function clockOf(times: number[]): { now(): number } {
  return { now: () => times.shift() ?? 0 };
}

describe('createIds', () => {
  test('gives short ids with their prefix', () => {
    expect(createIds()('trc')).toMatch(/^trc_[0-9a-hjkmnp-tv-z]{16}$/);
  });

  test('sorts by time whatever the random part is', () => {
    const falling = [0.9, 0.5, 0.1];
    const ids = createIds(() => falling.shift() ?? 0, clockOf([1_000, 1_001, 70_000]));
    const made = [ids('req'), ids('req'), ids('req')];
    expect(made.toSorted()).toEqual(made);
  });

  test('keeps the order within one millisecond and when the clock steps back', () => {
    const ids = createIds(Math.random, clockOf([5_000, 5_000, 4_000, 5_000, 5_001]));
    const made = Array.from({ length: 5 }, () => ids('req'));
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(5);
  });

  test('never gives one id twice', () => {
    const ids = createIds();
    const made = new Set(Array.from({ length: 20_000 }, () => ids('trc')));
    expect(made.size).toBe(20_000);
  });

  test('differs between two processes that start in the same millisecond', () => {
    const frozen = { now: () => 1_700_000_000_000 };
    expect(createIds(() => 0.25, frozen)('req')).not.toBe(createIds(() => 0.75, frozen)('req'));
  });
});
