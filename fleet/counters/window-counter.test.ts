import { describe, expect, it } from 'vitest';
import { createWindowCounter } from './window-counter.ts';

const t0 = Date.parse('2026-11-21T10:00:20.000Z');

describe('refill', () => {
  it('gives back continuously and refuses exactly what does not fit', () => {
    const bucket = createWindowCounter({ kind: 'refill', ms: 60_000 }, 30);
    for (let call = 0; call < 30; call += 1) bucket.take(t0, 1);
    expect(bucket.waitMs(t0, 1)).toBe(2_000);
    expect(bucket.waitMs(t0 + 1_999, 1)).toBeCloseTo(1, 6);
    expect(bucket.waitMs(t0 + 2_000, 1)).toBe(0);
    expect(bucket.used(t0 + 30_000)).toBeCloseTo(15, 6);
    expect(bucket.resetAt(t0 + 30_000)).toBeCloseTo(t0 + 60_000, 3);
  });

  it('waits by the published formula: (used + requested - limit) / limit * window', () => {
    const bucket = createWindowCounter({ kind: 'refill', ms: 86_400_000 }, 100_000);
    bucket.take(t0, 97_050);
    expect(bucket.waitMs(t0, 3_619)).toBeCloseTo(578_016, 3);
  });

  it('never fits what is larger than the bucket', () => {
    expect(createWindowCounter({ kind: 'refill', ms: 60_000 }, 8_000).waitMs(t0, 8_001)).toBe(Infinity);
  });
});

describe('fixed', () => {
  it('empties at the wall-clock minute, whenever the first call came', () => {
    const minute = createWindowCounter({ kind: 'fixed', ms: 60_000, calendar: 'minute' }, 2);
    minute.take(t0, 1);
    minute.take(t0 + 39_999, 1);
    expect(minute.waitMs(t0 + 39_999, 1)).toBe(1);
    expect(minute.waitMs(t0 + 40_000, 1)).toBe(0);
    expect(minute.used(t0 + 40_000)).toBe(0);
  });

  it('corrects only a take of the window that is still open', () => {
    const minute = createWindowCounter({ kind: 'fixed', ms: 60_000, calendar: 'minute' }, 100);
    const early = minute.take(t0, 10);
    const late = minute.take(t0 + 40_000, 20);
    minute.correct(early, 50, t0 + 40_000);
    minute.correct(late, 25, t0 + 40_000);
    expect(minute.used(t0 + 40_000)).toBe(25);
  });
});

describe('rolling', () => {
  it('gives slots back one by one', () => {
    const minute = createWindowCounter({ kind: 'rolling', ms: 60_000 }, 2);
    minute.take(t0, 1);
    minute.take(t0 + 10_000, 1);
    expect(minute.waitMs(t0 + 20_000, 1)).toBe(40_000);
    expect(minute.waitMs(t0 + 20_000, 2)).toBe(50_000);
    expect(minute.waitMs(t0 + 60_000, 1)).toBe(0);
    expect(minute.used(t0 + 60_000)).toBe(1);
  });

  it('stays exact over many thousand takes', () => {
    const minute = createWindowCounter({ kind: 'rolling', ms: 60_000 }, 100_000);
    for (let call = 0; call < 10_000; call += 1) minute.take(t0 + call * 20, 1);
    expect(minute.used(t0 + 9_999 * 20)).toBe(3_000);
  });
});

describe('first use', () => {
  it('opens its period with the first use and ends it exactly one period later', () => {
    const day = createWindowCounter({ kind: 'first_use', ms: 86_400_000 }, 300);
    expect(day.waitMs(t0, 60)).toBe(0);
    day.take(t0 + 5_000, 280);
    expect(day.waitMs(t0 + 3_605_000, 60)).toBe(86_400_000 - 3_600_000);
    expect(day.waitMs(t0 + 5_000 + 86_400_000, 60)).toBe(0);
  });
});

describe('in flight', () => {
  it('counts what runs now', () => {
    const running = createWindowCounter({ kind: 'in_flight', ms: 0 }, 1);
    const take = running.take(t0, 1);
    expect(running.waitMs(t0, 1)).toBe(Infinity);
    running.correct(take, 0, t0);
    expect(running.waitMs(t0, 1)).toBe(0);
  });
});
