import { describe, expect, test, vi } from 'vitest';
import type { QuotasView } from '../views/quota-view.ts';
import { QuotaWatch } from './quota-watch.ts';

const t0 = Date.UTC(2026, 10, 21, 12);

function setUp(costMs = 0) {
  const time = { now: t0, ticks: 0 };
  const left = { used: 0, resetsAt: null as number | null };
  const view = vi.fn<(now: number) => QuotasView>((now) => {
    time.ticks += costMs;
    const resets = left.resetsAt === null ? null : new Date(left.resetsAt).toISOString();
    return {
      at: new Date(now).toISOString(),
      totals: [{ unit: 'requests', used: left.used, resets_at: resets }],
      providers: [],
    } as unknown as QuotasView;
  });
  const watch = new QuotaWatch({
    view,
    scrub: (text) => text,
    now: () => time.now,
    ticks: () => time.ticks,
  });
  const pass = (ms: number): void => {
    time.now += ms;
    time.ticks += ms;
  };
  return { watch, view, left, pass, time };
}

describe('QuotaWatch', () => {
  test('makes one snapshot for all who come within a second', () => {
    const { watch, view, pass } = setUp();
    const first = watch.current();
    expect(JSON.parse(first)).toMatchObject({ at: '2026-11-21T12:00:00.000Z', totals: [{ used: 0 }] });
    watch.touch();
    pass(500);
    expect(watch.current()).toBe(first);
    expect(view).toHaveBeenCalledTimes(1);
    pass(500);
    expect(JSON.parse(watch.current())).toMatchObject({ at: '2026-11-21T12:00:01.000Z' });
  });

  test('looks only when something was touched, and tells only what has changed', () => {
    const { watch, view, left, pass } = setUp();
    expect(watch.changes()).not.toBeNull();
    for (let second = 0; second < 5; second += 1) {
      pass(1_000);
      expect(watch.changes()).toBeNull();
    }
    expect(view).toHaveBeenCalledTimes(1);
    watch.touch();
    pass(1_000);
    expect([watch.changes(), view.mock.calls.length]).toEqual([null, 2]);
    left.used = 1;
    watch.touch();
    pass(1_000);
    expect(watch.changes()).toContain('"used":1');
  });

  test('what was made for one who came is told to the others', () => {
    const { watch, left, pass } = setUp();
    watch.changes();
    left.used = 1;
    watch.touch();
    pass(1_000);
    expect(watch.current()).toContain('"used":1');
    expect(watch.changes()).toContain('"used":1');
    expect(watch.changes()).toBeNull();
  });

  test('looks again when the clock gives something back', () => {
    const { watch, left, pass } = setUp();
    Object.assign(left, { used: 2, resetsAt: t0 + 3_000 });
    watch.changes();
    pass(2_000);
    Object.assign(left, { used: 1, resetsAt: null });
    expect(watch.changes()).toBeNull();
    pass(1_000);
    expect(watch.changes()).toContain('"used":1');
  });

  test('finds within 10 s what nobody told, and says every 30 s that it still holds', () => {
    const { watch, left, pass } = setUp();
    watch.changes();
    left.used = 5;
    pass(10_000);
    expect(watch.changes()).toContain('"used":5');
    const said: string[] = [];
    for (let second = 1; second <= 30; second += 1) {
      pass(1_000);
      const data = watch.changes();
      if (data !== null) said.push(data);
    }
    expect(said.map((data) => (JSON.parse(data) as QuotasView).at)).toEqual(['2026-11-21T12:00:40.000Z']);
  });

  test('takes a twentieth of the time at most', () => {
    const { watch, view, pass } = setUp(100);
    for (let second = 0; second < 20; second += 1) {
      watch.touch();
      watch.changes();
      pass(1_000);
    }
    expect(view.mock.calls.length).toBeLessThanOrEqual(10);
  });
});
