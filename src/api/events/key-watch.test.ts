import { describe, expect, test, vi } from 'vitest';
import type { KeyNode } from '../../engine/nodes.ts';
import { dropKey, putKey } from '../../engine/pool.ts';
import { createWorld, t0 } from '../../../tests/support/world.ts';
import type { KeyView } from '../views/key-view.ts';
import { KeyWatch } from './key-watch.ts';

const always = (): boolean => true;

function setUp(ids: readonly string[], account?: string) {
  const keys = ids.map((id) => ({ id, ...(account !== undefined && { account }) }));
  const world = createWorld([{ id: 'groq', keys, limits: [] }]);
  const onInvalid = vi.fn<(key: KeyNode) => void>();
  /** What each key has left, and when it comes back; ISO. */
  const quotas = new Map<string, { used: number; resets_at: string | null }>();
  const present = vi.fn<(key: KeyNode) => KeyView>(
    (key) =>
      ({
        id: key.id,
        successes: key.successes,
        active: key.provider.active === key,
        status: key.invalid === null ? 'ready' : 'invalid',
        cooling_until: key.bench.untilAt > world.now ? new Date(key.bench.untilAt).toISOString() : null,
        quotas: [quotas.get(key.id) ?? { used: 0, resets_at: null }],
      }) as unknown as KeyView,
  );
  const parts = { pool: world.pool, present, scrub: (text: string) => text, now: () => world.now, onInvalid };
  const watch = new KeyWatch(parts);
  const key = (id: string): KeyNode => world.pool.keys.get(id) as KeyNode;
  const changed = async (): Promise<string[]> => [...((await watch.changes())?.keys() ?? [])];
  return { world, watch, present, onInvalid, quotas, key, changed };
}

describe('KeyWatch', () => {
  test('looks at touched keys alone, and tells those that look different', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `k${index}`);
    const { watch, present, key, changed } = setUp(many);
    await watch.learn(always);
    expect(present).toHaveBeenCalledTimes(1_000);
    present.mockClear();
    expect(await watch.changes()).toBeNull();
    expect(present).not.toHaveBeenCalled();
    key('k7').successes = 1;
    watch.touch(key('k7'));
    watch.touch(key('k8'));
    expect(await changed()).toEqual(['k7']);
    expect(present).toHaveBeenCalledTimes(2);
    expect(await changed()).toEqual([]);
  });

  test('looks at 100 a second, and at all in the end', async () => {
    const many = Array.from({ length: 250 }, (_, index) => `k${index}`);
    const { watch, key, changed } = setUp(many);
    await watch.learn(always);
    for (const id of many) {
      key(id).successes += 1;
      watch.touch(key(id));
    }
    expect([await changed(), await changed(), await changed()].map((ids) => ids.length)).toEqual([
      100, 100, 50,
    ]);
  });

  test('what was touched before it was learned is told', async () => {
    const { watch, key, changed } = setUp(['a', 'b']);
    watch.touch(key('a'));
    await watch.learn(always);
    expect(await changed()).toEqual(['a']);
  });

  test('nobody who has left is learned for', async () => {
    const { watch, present } = setUp(Array.from({ length: 100 }, (_, index) => `k${index}`));
    let wanted = true;
    const learned = watch.learn(() => wanted);
    wanted = false;
    await learned;
    expect(present.mock.calls.length).toBeLessThan(100);
  });

  test('tells keys that come, are replaced and go', async () => {
    const { world, watch, key, changed } = setUp(['a', 'b']);
    await watch.learn(always);
    putKey(world.pool, { ...key('a').spec, id: 'c', label: null });
    expect(await changed()).toEqual(['c']);
    putKey(world.pool, { ...key('b').spec, label: 'Mine' });
    await changed();
    dropKey(world.pool, 'a');
    expect([...((await watch.changes()) ?? [])]).toEqual([['a', null]]);
  });

  test('looks again when a rest ends, when a quota comes back, and at midnight', async () => {
    const { world, watch, quotas, key, present, changed } = setUp(['a', 'b', 'c']);
    key('a').bench.untilAt = t0 + 5_000;
    quotas.set('b', { used: 3, resets_at: new Date(t0 + 8_000).toISOString() });
    quotas.set('c', { used: 0, resets_at: new Date(t0 + 8_000).toISOString() });
    await watch.learn(always);
    world.now = t0 + 4_999;
    expect(await changed()).toEqual([]);
    world.now = t0 + 5_000;
    expect(await changed()).toEqual(['a']);
    quotas.set('b', { used: 0, resets_at: null });
    world.now = t0 + 8_000;
    present.mockClear();
    expect([await changed(), present.mock.calls.length]).toEqual([['b'], 1]);
    world.now = t0 + 12 * 3_600_000;
    present.mockClear();
    await changed();
    expect(present).toHaveBeenCalledTimes(3);
  });

  test('keys of one account are looked at together, by use and by state', async () => {
    const { world, watch, present, key } = setUp(['a', 'b'], 'team');
    putKey(world.pool, { ...key('a').spec, id: 'c', account: 'team 2' });
    await watch.changes();
    await watch.learn(always);
    for (const touch of [
      () => watch.touch(key('a')),
      () => watch.touchState('account|groq|team'),
      () => watch.touchState('account|groq|team|model-a'),
    ]) {
      present.mockClear();
      touch();
      await watch.changes();
      expect(present.mock.calls.map(([{ id }]) => id).toSorted()).toEqual(['a', 'b']);
    }
    present.mockClear();
    watch.touchState('key|c');
    watch.touchState('key|nobody');
    watch.touchState('provider|groq');
    await watch.changes();
    expect(present.mock.calls.map(([{ id }]) => id)).toEqual(['c']);
  });

  test('tells which key serves now', async () => {
    const { world, watch, key, changed } = setUp(['a', 'b']);
    const groq = key('a').provider;
    groq.active = key('a');
    await watch.learn(always);
    await changed();
    groq.active = key('b');
    expect((await changed()).toSorted()).toEqual(['a', 'b']);
    expect(world.pool.providers.get('groq')).toBe(groq);
  });

  test('tells of an invalid key once, and again when it was good between', async () => {
    const { world, watch, key, onInvalid } = setUp(['a', 'b']);
    key('b').invalid = { reason: 'of yesterday', at: t0 - 1 };
    await watch.learn(always);
    const judge = async (invalid: KeyNode['invalid']): Promise<void> => {
      for (const id of ['a', 'b']) watch.touch(key(id));
      key('a').invalid = invalid;
      await watch.changes();
    };
    await judge({ reason: 'revoked', at: t0 });
    await judge({ reason: 'revoked', at: t0 });
    expect(onInvalid.mock.calls.map(([{ id }]) => id)).toEqual(['a']);
    world.now += 1_000;
    await judge(null);
    await judge({ reason: 'revoked', at: t0 + 1_000 });
    expect(onInvalid).toHaveBeenCalledTimes(2);
  });
});
