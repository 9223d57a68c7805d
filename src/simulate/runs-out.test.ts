import { describe, expect, test } from 'vitest';
import type { Window } from '../catalog/types.ts';
import type { QuotaView } from './quota-views.ts';
import { givenUntil, quotaRunsOutAt } from './runs-out.ts';

const now = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;

function view(window: Window, change: Partial<QuotaView> = {}): QuotaView {
  const spec = {
    id: 'b',
    provider: 'p',
    owner: 'o',
    group: '*',
    unit: 'requests',
    side: 'all',
    base: null,
  } as const;
  return {
    spec: { ...spec, window, guardMs: 0 },
    models: ['m'],
    limit: 240,
    remaining: 40,
    resetsAt: now + 6 * hourMs,
    ...change,
  };
}

const fixed: Window = { kind: 'fixed', length: 'day', zone: 'UTC' };
const refill: Window = { kind: 'refill', length: 'day' };
const rolling: Window = { kind: 'rolling', length: 'day' };
const firstUse: Window = { kind: 'first_use', length: 'day' };

describe('what a quota still gives', () => {
  test.each<[string, QuotaView, number, number]>([
    ['of a calendar day until it ends: what is left', view(fixed), 5, 40],
    ['of a calendar day beyond its end: a new day as well', view(fixed), 7, 280],
    ['of two days more', view(fixed), 31, 520],
    ['of a bucket: what is left and what refills', view(refill), 5, 90],
    ['of a rolling day: what returns bit by bit', view(rolling), 6, 90],
    ['of a day that begins with the first use', view(firstUse, { remaining: 240, resetsAt: null }), 5, 240],
    ['of calls at once: no end', view({ kind: 'in_flight' }), 5, Infinity],
  ])('%s', (_name, quota, hours, given) => {
    expect(givenUntil(quota, now, now + hours * hourMs)).toBeCloseTo(given, 6);
  });
});

describe('a quota runs out', () => {
  test.each<[string, Window, number, number | null]>([
    ['before its window ends', fixed, 10, 4],
    ['not when the window ends first', fixed, 6, null],
    ['not when nobody uses it', fixed, 0, null],
    ['of a bucket by what is used beyond its refill', refill, 14, 10],
    ['not of a bucket that refills as fast', refill, 10, null],
    ['not of what only counts running calls', { kind: 'in_flight' }, 10, null],
  ])('%s', (_name, window, anHour, hours) => {
    const at = quotaRunsOutAt(view(window), anHour / hourMs, now);
    expect(at === null ? null : Math.floor((at - now) / 1_000) / 3_600).toBe(hours);
  });
});
