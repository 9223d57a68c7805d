import { beforeAll, describe, expect, test } from 'vitest';
import type { DayResult } from './day-result.ts';
import type { House } from './house.ts';
import { planDay, type DayWish } from './plan-day.ts';
import { shippedHouse } from './shipped-house.fixture.ts';
import { simulateDay } from './simulate-day.ts';

let house: House;
beforeAll(async () => (house = await shippedHouse()));

const wish: DayWish = {
  perHour: 200,
  hours: 12,
  shape: 'flat',
  seed: 1,
  startAt: Date.UTC(2026, 10, 21),
  keys: new Map([['groq', 1]]),
  accounts: new Map(),
  local: false,
  localAtOnce: null,
};

function lived(change: Partial<DayWish>): Promise<DayResult> {
  return simulateDay(planDay({ ...wish, ...change }, house));
}

function sumOf(day: DayResult, name: 'requests' | 'cloud' | 'local' | 'failures'): number {
  return day.curve.reduce((sum, point) => sum + point[name], 0);
}

describe('a simulated day', () => {
  test('is the same for the same seed, and another one for another', async () => {
    const keys = new Map([
      ['groq', 1],
      ['openrouter', 1],
    ]);
    const day = await lived({ keys, local: true, hours: 3 });
    expect(await lived({ keys, local: true, hours: 3 })).toEqual(day);
    expect(await lived({ keys, local: true, hours: 3, seed: 2 })).not.toEqual(day);
  });

  test('accounts for every request, in its sums and in its curve', async () => {
    const day = await lived({ keys: new Map([['openrouter', 1]]), local: true });
    const cloud = day.providers.openrouter?.requests ?? 0;
    expect(day.served + day.failures).toBe(day.requests);
    expect(cloud + day.local_requests).toBe(day.served);
    expect(['requests', 'cloud', 'local', 'failures'].map((name) => sumOf(day, name as 'cloud'))).toEqual([
      day.requests,
      cloud,
      day.local_requests,
      day.failures,
    ]);
    expect(day.curve).toHaveLength(12);
    expect(day.curve[1]?.at).toBe('2026-11-21T01:00:00.000Z');
  });

  test('never fails a client while a local model is there, and asks nobody in vain', async () => {
    const day = await lived({ keys: new Map([['openrouter', 1]]), local: true });
    expect(day).toMatchObject({ failures: 0, wasted_calls: 0, calls_per_success: 1, harvest: 1 });
    expect(day.providers.openrouter).toMatchObject({ requests: 50, refused: 0, allowed: 50 });
    expect(day.local_share).toBeCloseTo(day.local_requests / day.served, 4);
  });

  test('without one, who finds everything spent is told so, and no call is sent in vain', async () => {
    const day = await lived({ keys: new Map([['openrouter', 1]]) });
    expect(day.failure_codes).toEqual({ pool_exhausted: day.failures });
    const hour = day.curve.findLast(({ at }) => at <= (day.first_failure_at ?? ''));
    expect(hour).toBe(day.curve.find(({ failures }) => failures > 0));
    expect(day.first_local_at).toBeNull();
    expect(day).toMatchObject({ served: 50, wasted_calls: 0, local_requests: 0, harvest: 1 });
  });

  test('counts keys of one account as one account', async () => {
    const keys = new Map([['openrouter', 3]]);
    const [apart, together] = [
      await lived({ keys }),
      await lived({ keys, accounts: new Map([['openrouter', 1]]) }),
    ];
    expect(apart.providers.openrouter).toMatchObject({ keys: 3, accounts: 3, requests: 150, allowed: 150 });
    expect(together.providers.openrouter).toMatchObject({ keys: 3, accounts: 1, requests: 50, allowed: 50 });
  });

  test('takes from tokens what there is of tokens', async () => {
    const day = await lived({ perHour: 400 });
    expect(day.harvest_tokens).toBeGreaterThan(0.97);
    // The provider counts the answer after it has let the call in: the last one may go beyond.
    expect(day.harvest_tokens).toBeLessThan(1.02);
    expect(day.saved_usd).toBeGreaterThan(0);
  });

  test('learns a limit that the catalog does not have from the provider’s own refusal, and is refused once', async () => {
    const day = await lived({ keys: new Map([['gemini', 1]]), local: true, perHour: 2_000, hours: 2 });
    expect(day.providers.gemini?.refused).toBe(1);
    expect(day.failures).toBe(0);
  });

  test('shows that a local model that answers one at a time can be drowned', async () => {
    const day = await lived({
      keys: new Map([['openrouter', 1]]),
      local: true,
      localAtOnce: 1,
      perHour: 900,
      hours: 3,
    });
    expect(day.failures).toBeGreaterThan(0);
    expect(sumOf(day, 'failures')).toBe(day.failures);
  });

  test('of a paid provider has no harvest', async () => {
    const day = await lived({ keys: new Map([['together', 1]]), hours: 1 });
    expect(day).toMatchObject({ harvest: null, failures: 0, saved_usd: 0 });
    expect(day.providers.together).toMatchObject({ allowed: null, requests: day.requests });
  });

  test('ends with the reason when the gateway breaks', async () => {
    const plan = planDay(wish, house);
    const broken = { ...plan, routing: null as unknown as typeof plan.routing };
    await expect(simulateDay(broken)).rejects.toThrow('the simulated gateway broke');
  });
});
