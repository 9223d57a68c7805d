import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWrongTries } from './wrong-tries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { perAddress: 3, overall: 5, windowSeconds: 60 };

let guesses = 0;

async function wrong(tries: ReturnType<typeof createWrongTries>, ...addresses: string[]): Promise<void> {
  for (const address of addresses) await tries.note(address, `guess-${(guesses += 1)}`);
}

test('an address has a few wrong tries, then waits till its time is over', async () => {
  const tries = createWrongTries(limits);
  await wrong(tries, '10.0.0.1', '10.0.0.1');
  expect(await tries.waitMs('10.0.0.1')).toBe(0);
  await wrong(tries, '10.0.0.1');
  expect(await tries.waitMs('10.0.0.1')).toBeGreaterThan(59_000);
  expect(await tries.waitMs('::ffff:10.0.0.1')).toBeGreaterThan(59_000);
  expect(await tries.waitMs('10.0.0.2')).toBe(0);
  vi.advanceTimersByTime(60_001);
  expect(await tries.waitMs('10.0.0.1')).toBe(0);
});

test('when very many come from everywhere each address has one; who made none is never refused', async () => {
  const tries = createWrongTries(limits);
  await wrong(tries, '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4');
  expect(await tries.waitMs('10.0.0.1')).toBe(0);
  await wrong(tries, '10.0.0.5');
  for (const known of ['10.0.0.1', '10.0.0.5']) expect(await tries.waitMs(known)).toBeGreaterThan(0);
  expect(await tries.waitMs('10.0.0.6')).toBe(0);
});

test('a /64 of IPv6 is one address', async () => {
  const tries = createWrongTries(limits);
  await wrong(tries, '2001:db8:1:2::1', '2001:db8:1:2:aaaa::9', '2001:db8:1:2:3:4:5:6');
  expect(await tries.waitMs('2001:db8:1:2:ffff::')).toBeGreaterThan(0);
  expect(await tries.waitMs('2001:db8:1:3::1')).toBe(0);
  await wrong(tries, '::1', '::1', '::1');
  expect(await tries.waitMs('::1')).toBeGreaterThan(0);
});

test('the same again is no new try, of this address alone', async () => {
  const tries = createWrongTries(limits);
  for (let count = 0; count < 9; count += 1) await tries.note('10.0.0.1', 'an old key');
  expect(await tries.waitMs('10.0.0.1')).toBe(0);
  for (let count = 0; count < 3; count += 1) await tries.note('10.0.0.2', `${count}`);
  expect(await tries.waitMs('10.0.0.2')).toBeGreaterThan(0);
});
