import { describe, expect, test } from 'vitest';
import type { StoredKey } from './keys.ts';
import { openStore } from './open-store.ts';

function key(id: string, over: Partial<StoredKey> = {}): StoredKey {
  return {
    id,
    provider: 'groq',
    sealedSecret: `v1.sealed.${id}`,
    fingerprint: `print-${id}`,
    label: null,
    account: null,
    enabled: true,
    createdAt: 1_000,
    ...over,
  };
}

describe('keys', () => {
  test('come back as they were added, in the order of their making', async () => {
    await using store = openStore(':memory:');
    const late = key('a', { createdAt: 2_000, label: 'Key of team A', account: 'team-a', enabled: false });
    await store.keys.add([late, key('b')]);
    expect(await store.keys.list()).toEqual([key('b'), late]);
    expect(await store.keys.get('a')).toEqual(late);
    expect(await store.keys.get('nobody')).toBeNull();
  });

  test('with a fingerprint that is stored are not added again', async () => {
    await using store = openStore(':memory:');
    await store.keys.add([key('a')]);
    expect(await store.keys.add([key('b', { fingerprint: 'print-a' }), key('c')])).toEqual([key('c')]);
    expect(await store.keys.byFingerprints(['print-a', 'print-x'])).toEqual([key('a')]);
  });

  test('change only what is said', async () => {
    await using store = openStore(':memory:');
    await store.keys.add([key('a', { label: 'old' })]);
    expect(await store.keys.change('a', { enabled: false })).toEqual(
      key('a', { label: 'old', enabled: false }),
    );
    expect(await store.keys.change('a', { label: null, account: 'x' })).toEqual(
      key('a', { enabled: false, account: 'x' }),
    );
    expect(await store.keys.change('a', {})).toMatchObject({ account: 'x' });
    expect(await store.keys.change('nobody', { enabled: true })).toBeNull();
  });

  test('are added and found by the ten thousand', async () => {
    await using store = openStore(':memory:');
    const many = Array.from({ length: 10_000 }, (_, index) => key(`key_${index}`));
    expect(await store.keys.add(many)).toHaveLength(10_000);
    expect(await store.keys.byFingerprints(many.map(({ fingerprint }) => fingerprint))).toHaveLength(10_000);
  });

  test('are added all or none', async () => {
    await using store = openStore(':memory:');
    const many = Array.from({ length: 5_000 }, (_, index) => key(`key_${index}`));
    const broken = [...many, key('key_0', { fingerprint: 'another' })];
    await expect(store.keys.add(broken)).rejects.toThrow(/UNIQUE/);
    expect(await store.keys.list()).toEqual([]);
  });
});
