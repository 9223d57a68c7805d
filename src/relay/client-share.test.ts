import { describe, expect, it } from 'vitest';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { ClientShare, type ClientLimit } from './client-share.ts';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const minute: ClientLimit = { unit: 'requests', window: { kind: 'rolling', length: 'minute' }, amount: 2 };
const day: ClientLimit = {
  unit: 'tokens',
  window: { kind: 'fixed', length: 'day', zone: 'UTC' },
  amount: 1_000,
};
const need = { chars: 400, maxTokens: 50, seconds: 0 };

function share(limits: Readonly<Record<string, readonly ClientLimit[]>>): ClientShare {
  return new ClientShare(createMemoryLedger({ clock: () => now }), (client) => limits[client] ?? []);
}

describe('what a client may use', () => {
  it('ends at its limit, says which one and when it is free again, and is another client’s own', async () => {
    const shares = share({ ann: [minute], bob: [minute] });
    await shares.take('ann', need, now);
    await shares.take('ann', need, now + 1_000);
    await expect(shares.take('ann', need, now + 2_000)).rejects.toMatchObject({
      code: 'pool_exhausted',
      message: expect.stringMatching(/^The limit of this client key, 2 requests a minute, is used/) as string,
      details: { retryAfterMs: 58_000, blockedBy: [{ provider: 'noria' }] },
    });
    await expect(shares.take('bob', need, now + 2_000)).resolves.not.toBeNull();
    await expect(shares.take('ann', need, now + 60_000)).resolves.not.toBeNull();
  });

  it('counts what was used, not what was expected', async () => {
    const shares = share({ ann: [day] });
    const taken = await shares.take('ann', need, now);
    if (taken === null) throw new Error('nothing was taken');
    shares.settle(taken, { input: 900, output: 95 }, now);
    expect(() => shares.check('ann', now)).not.toThrow();
    await expect(shares.take('ann', need, now)).rejects.toMatchObject({
      details: { retryAfterMs: 43_200_000 },
    });
  });

  it('is told at the door when nothing is left', async () => {
    const shares = share({ ann: [minute] });
    await shares.take('ann', need, now);
    expect(() => shares.check('ann', now)).not.toThrow();
    await shares.take('ann', need, now);
    expect(() => shares.check('ann', now)).toThrow(/2 requests a minute/);
  });

  it('is nothing for who has no limits', async () => {
    const shares = share({});
    expect(shares.has('ann')).toBe(false);
    expect(await shares.take('ann', need, now)).toBeNull();
  });
});
