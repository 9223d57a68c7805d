import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { StoredKey } from './keys.ts';
import { openStore } from './open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'noria-removed-'));
afterAll(() => rmSync(folder, { recursive: true }));

function key(index: number): StoredKey {
  return {
    id: `key_${(index * 7_919) % 10_007}`,
    provider: 'groq',
    sealedSecret: `v1.sealed.${String(index).padStart(6, '0')}.${'x'.repeat(80)}`,
    fingerprint: `print-${index}`,
    label: `of team ${index}`,
    account: index % 2 === 0 ? 'team' : null,
    enabled: index % 3 !== 0,
    createdAt: 1_000 + index,
  };
}

describe('removed keys', () => {
  test('are among the others no more, and come back as they were', async () => {
    await using store = openStore(':memory:');
    await store.keys.add([key(1), key(2)]);
    await store.removedKeys.setAside(key(1).id, 5_000, { successes: 3 });
    expect(await store.keys.list()).toEqual([key(2)]);
    expect(await store.removedKeys.get(key(1).id)).toEqual({
      key: key(1),
      removedAt: 5_000,
      counters: { successes: 3 },
    });
    await store.removedKeys.putBack(key(1).id);
    expect(await store.keys.list()).toEqual([key(1), key(2)]);
    expect(await store.removedKeys.get(key(1).id)).toBeNull();
  });

  test('asked for twice are removed once, and one that is added and removed again is kept as it was last', async () => {
    await using store = openStore(':memory:');
    await store.keys.add([key(1)]);
    await store.removedKeys.setAside(key(1).id, 5_000, {});
    await store.removedKeys.setAside(key(1).id, 6_000, {});
    expect((await store.removedKeys.get(key(1).id))?.removedAt).toBe(5_000);
    await store.keys.add([{ ...key(1), label: 'anew' }]);
    await store.removedKeys.setAside(key(1).id, 7_000, {});
    expect(await store.removedKeys.get(key(1).id)).toMatchObject({
      removedAt: 7_000,
      key: { label: 'anew' },
    });
  });

  test('are put back into a place that is taken by nobody, or not at all', async () => {
    await using store = openStore(':memory:');
    await store.keys.add([key(1)]);
    await store.removedKeys.setAside(key(1).id, 5_000, {});
    await store.keys.add([key(1)]);
    await expect(store.removedKeys.putBack(key(1).id)).rejects.toThrow(/UNIQUE/);
    expect(await store.removedKeys.get(key(1).id)).not.toBeNull();
  });

  test('that are wiped leave nothing in the files, not even sealed', async () => {
    const path = join(folder, 'noria.sqlite');
    await using store = openStore(path);
    const many = Array.from({ length: 1_500 }, (_, index) => key(index));
    await store.keys.add(many);
    const gone = many.filter((_, index) => index % 4 !== 0);
    for (const { id } of gone) await store.removedKeys.setAside(id, 5_000, {});
    // In the middle of others that stay, and beside one that is younger.
    await store.keys.add(Array.from({ length: 300 }, (_, index) => key(2_000 + index)));
    const young = key(2_000);
    await store.removedKeys.setAside(young.id, 6_000, {});
    expect(gone.filter(({ sealedSecret }) => filesHold(path, sealedSecret))).toHaveLength(gone.length);
    expect(await store.removedKeys.wipe(5_000)).toBe(gone.length);
    expect(gone.filter(({ sealedSecret }) => filesHold(path, sealedSecret))).toEqual([]);
    expect(filesHold(path, young.sealedSecret)).toBe(true);
    expect(filesHold(path, key(0).sealedSecret)).toBe(true);
    expect(await store.removedKeys.wipe(5_000)).toBe(0);
  });
});

/** The table, its log, whatever lies beside them. */
function filesHold(path: string, text: string): boolean {
  return [path, `${path}-wal`].some((file) => existsSync(file) && readFileSync(file).includes(text));
}
