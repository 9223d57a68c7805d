import { describe, expect, test } from 'vitest';
import { createWorld, limit, t0, type World } from '../../../tests/support/world.ts';
import type { Window } from '../../catalog/types.ts';
import { takeFrom } from '../../engine/bucket.ts';
import { laneOf, putModel, putProvider } from '../../engine/pool.ts';
import { unlistedModel } from '../../catalog/unlisted-model.ts';
import type { QuotaView } from '../views/quota-view.ts';
import { accountQuotas } from './account-quotas.ts';

const day: Window = { kind: 'fixed', length: 'day', zone: 'UTC' };

function quotasOf({ pool, now }: World, key: string): QuotaView[] {
  return accountQuotas(pool, pool.keys.get(key)!, now);
}

function use({ pool, now }: World, key: string, model: string): void {
  const node = pool.keys.get(key)!.provider.models.get(model)!;
  for (const bucket of laneOf(pool, pool.keys.get(key)!, node).buckets) takeFrom(bucket, 1, now);
}

function worldOf(): World {
  return createWorld([
    {
      id: 'groq',
      keys: [{ id: 'one', account: 'a' }, { id: 'two', account: 'a' }, { id: 'other' }],
      limits: [limit(50, day)],
      models: ['m', 'n'],
    },
  ]);
}

const whole = {
  unit: 'requests',
  window: 'day',
  limit: 50,
  used: 0,
  remaining: 50,
  resets_at: null,
  source: 'configured',
};

describe('the quotas of a key’s account', () => {
  test('are whole before the first use, without a counter being made', () => {
    const world = worldOf();
    expect(quotasOf(world, 'one')).toEqual([whole]);
    expect([...world.ledger.all()]).toEqual([]);
  });

  test('are used by all its keys and models, and by nobody else’s', () => {
    const world = worldOf();
    use(world, 'one', 'm');
    use(world, 'two', 'n');
    const used = { ...whole, used: 2, remaining: 48, resets_at: '2026-11-22T00:00:00.000Z' };
    expect(quotasOf(world, 'one')).toEqual([used]);
    expect(quotasOf(world, 'two')).toEqual([used]);
    expect(quotasOf(world, 'other')).toEqual([whole]);
  });

  test('hold the limit that the owner has just set, with what was used before', () => {
    const world = worldOf();
    use(world, 'one', 'm');
    expect(quotasOf(world, 'one')).toMatchObject([{ used: 1 }]);
    const { spec } = world.pool.providers.get('groq')!;
    putProvider(world.pool, { ...spec, limits: [limit(20, day)] });
    expect(quotasOf(world, 'one')).toMatchObject([{ limit: 20, used: 1, remaining: 19 }]);
    expect(quotasOf(world, 'other')).toMatchObject([{ limit: 20, used: 0 }]);
    putProvider(world.pool, { ...spec, limits: [] });
    expect(quotasOf(world, 'one')).toEqual([]);
  });

  test('tell of a limit that only a header told of', () => {
    const world = worldOf();
    const { spec } = world.pool.providers.get('groq')!;
    putProvider(world.pool, { ...spec, limits: [] });
    use(world, 'one', 'm');
    const [meter] = laneOf(
      world.pool,
      world.pool.keys.get('one')!,
      world.pool.providers.get('groq')!.models.get('m')!,
    ).buckets;
    expect(quotasOf(world, 'one')).toEqual([]);
    const learned = world.ledger.of({
      ...meter!.spec,
      id: 'groq|a|*|requests|all|day',
      window: day,
      base: null,
    });
    world.ledger.tell(learned, { kind: 'limit', amount: 1_000 }, t0);
    expect(quotasOf(world, 'two')).toEqual([{ ...whole, limit: 1_000, remaining: 1_000, source: 'learned' }]);
    expect(quotasOf(world, 'other')).toEqual([]);
  });

  test('are not those that the owner has taken away, though another account has learned them since', () => {
    const world = worldOf();
    use(world, 'one', 'm');
    const { spec } = world.pool.providers.get('groq')!;
    putProvider(world.pool, { ...spec, limits: [] });
    const [own] = world.ledger.ofOwner('groq', 'a');
    const learned = world.ledger.of({
      ...own!.spec,
      id: 'groq|other|*|requests|all|day',
      owner: 'other',
      base: null,
    });
    world.ledger.tell(learned, { kind: 'limit', amount: 1_000 }, t0);
    expect(quotasOf(world, 'other')).toMatchObject([{ limit: 1_000 }]);
    expect(quotasOf(world, 'one')).toEqual([]);
    // Now a header tells of it here too.
    world.ledger.of({ ...own!.spec, base: null });
    world.ledger.tell(own!, { kind: 'limit', amount: 900 }, t0);
    expect(quotasOf(world, 'one')).toMatchObject([{ limit: 900, used: 1, source: 'learned' }]);
  });

  test('count what a model that was learned since drinks', () => {
    const world = worldOf();
    use(world, 'one', 'm');
    expect(quotasOf(world, 'one')).toMatchObject([{ used: 1 }]);
    putModel(
      world.pool,
      world.pool.providers.get('groq')!,
      unlistedModel('late', { provider: null, purpose: 'chat' }),
    );
    use(world, 'one', 'late');
    expect(quotasOf(world, 'one')).toMatchObject([{ used: 2 }]);
  });
});
