import { describe, expect, it } from 'vitest';
import { createWorld, limit, minutes } from '../../../tests/support/world.ts';
import { dropKey, laneOf, putKey, putModel, putProvider, type Pool } from '../../engine/pool.ts';
import { createMemoryLedger } from '../../ledger/memory-ledger.ts';
import { packed, unpacked, type PoolChange } from '../pool-change.ts';
import { createPoolFeed } from '../primary/pool-feed.ts';
import { applyPool } from './apply-pool.ts';

function twoPools(): { real: Pool; mirror: Pool; follow: () => void; secrets: string[] } {
  const limits = [limit(3, minutes.rolling)];
  const { pool: real } = createWorld([
    { id: 'p', keys: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], limits },
    { id: 'q', keys: [{ id: 'd' }], limits },
  ]);
  const ledger = createMemoryLedger();
  const mirror: Pool = { ...createWorld([], () => 0.5, ledger).pool };
  const feed = createPoolFeed(real);
  const secrets: string[] = [];
  const follow = (): void => {
    const change = feed.changes();
    if (change !== null)
      applyPool(mirror, unpacked(packed(change)) as PoolChange, (secret) => secrets.push(secret));
  };
  follow();
  return { real, mirror, follow, secrets };
}

function keysOf(pool: Pool, id: string): string[] {
  return pool.providers.get(id)!.keys.map((key) => key.id);
}

describe('a mirror of the pool', () => {
  it('begins as the pool is, and knows every secret', () => {
    const { mirror, secrets } = twoPools();
    expect([...mirror.providers.keys()]).toEqual(['p', 'q']);
    expect(keysOf(mirror, 'p')).toEqual(['a', 'b', 'c']);
    expect(secrets).toEqual(['secret-a', 'secret-b', 'secret-c', 'secret-d']);
  });

  it('keeps every node that did not change when keys come, change and go', () => {
    const { real, mirror, follow } = twoPools();
    const { keys } = mirror;
    const [a, b] = [keys.get('a'), keys.get('b')];
    const node = mirror.providers.get('p')!.models.get('model-a')!;
    const lane = laneOf(mirror, a!, node);
    putKey(real, { ...real.keys.get('b')!.spec, label: 'other' });
    putKey(real, { ...real.keys.get('a')!.spec, id: 'new', secret: 'secret-new' });
    dropKey(real, 'c');
    follow();
    expect(keysOf(mirror, 'p')).toEqual(['a', 'b', 'new']);
    expect(keys.get('a')).toBe(a);
    expect(keys.get('b')).not.toBe(b);
    expect(laneOf(mirror, a!, node)).toBe(lane);
    expect(mirror.providers.get('p')!.models.get('model-a')).toBe(node);
  });

  it('learns models, takes other settings, and stays as quick as it was', () => {
    const { real, mirror, follow } = twoPools();
    const other = mirror.providers.get('q');
    const { spec } = real.providers.get('p')!;
    putModel(real, real.providers.get('p')!, { ...spec.models[0]!, id: 'model-new' });
    follow();
    const learned = mirror.providers.get('p')!;
    expect([...learned.models.keys()]).toEqual(['model-a', 'model-new']);
    learned.models.get('model-a')!.pace.good = 0.5;
    putProvider(real, { ...spec, rotation: 'sticky' });
    follow();
    const changed = mirror.providers.get('p')!;
    expect([changed.spec.rotation, changed.models.get('model-a')!.pace.good]).toEqual(['sticky', 0.5]);
    expect(keysOf(mirror, 'p')).toEqual(['a', 'b', 'c']);
    expect(mirror.providers.get('q')).toBe(other);
  });
});
