import { beforeAll, describe, expect, test } from 'vitest';
import type { House } from '../src/simulate/house.ts';
import { shippedHouse } from '../src/simulate/shipped-house.fixture.ts';
import { simulateDay } from '../src/simulate/simulate-day.ts';
import { refillingMinute, saturatedHours } from './harvest-scenarios.ts';

let house: House;
beforeAll(async () => (house = await shippedHouse()));

describe('what free tiers allow is got', () => {
  test('over two hours of five providers whose windows are of five kinds, without a failure', async () => {
    const day = await simulateDay(saturatedHours(house, 3));
    // A slot of a rolling minute that has come back waits for the next one who asks: that much nobody can get.
    expect(day.harvest_requests).toBeGreaterThan(0.98);
    expect(day.harvest_tokens).toBeGreaterThan(0.97);
    expect(day.failures).toBe(0);
    expect(day.calls_per_success).toBeLessThan(1.01);
    const refused = Object.values(day.providers).reduce((sum, provider) => sum + provider.refused, 0);
    expect(refused / day.served).toBeLessThan(0.001);
  });

  test('from buckets that refill when their limits are known, with one refused call at most', async () => {
    const day = await simulateDay(refillingMinute(house, 'declared', 5));
    expect(day.harvest).toBeGreaterThan(0.985);
    expect(day.providers.groq?.refused).toBeLessThanOrEqual(1);
  });

  test('and when they are learned, for a refusal or two an account', async () => {
    const day = await simulateDay(refillingMinute(house, 'learned', 5));
    expect(day.harvest).toBeGreaterThan(0.95);
    expect(day.providers.groq?.refused).toBeLessThanOrEqual(6);
  });
});
