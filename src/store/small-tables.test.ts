import { describe, expect, test } from 'vitest';
import { checkMasterKey } from './check-master-key.ts';
import type { StoredClientKey } from './client-keys.ts';
import { openStore } from './open-store.ts';

describe('meta', () => {
  test('keeps, replaces and forgets small facts', async () => {
    await using store = openStore(':memory:');
    expect(await store.meta.get('created_at')).toBeNull();
    await store.meta.set('created_at', '1');
    await store.meta.set('created_at', '2');
    expect(await store.meta.get('created_at')).toBe('2');
    await store.meta.remove('created_at');
    expect(await store.meta.get('created_at')).toBeNull();
  });

  test('setOnce leaves what is there', async () => {
    await using store = openStore(':memory:');
    expect(await store.meta.setOnce('admin', 'first')).toBe('first');
    expect(await store.meta.setOnce('admin', 'second')).toBe('first');
  });
});

describe('checkMasterKey', () => {
  test('remembers the first key and says what happened when another one comes', async () => {
    await using store = openStore(':memory:');
    await checkMasterKey(store.meta, 'key-a');
    await checkMasterKey(store.meta, 'key-a');
    await expect(checkMasterKey(store.meta, 'key-b')).rejects.toThrow(
      /^Noria cannot start: the stored keys were sealed with another master key \(key-a\) than the present one \(key-b\)\. Put/,
    );
  });
});

describe('provider settings', () => {
  test('are set, replaced and removed', async () => {
    await using store = openStore(':memory:');
    await store.providerSettings.set({ id: 'groq', enabled: true, overrides: { rotation: 'sticky' } });
    await store.providerSettings.set({ id: 'groq', enabled: false, overrides: {} });
    await store.providerSettings.set({ id: 'cohere', enabled: true, overrides: { limits: [1] } });
    expect(await store.providerSettings.list()).toEqual([
      { id: 'cohere', enabled: true, overrides: { limits: [1] } },
      { id: 'groq', enabled: false, overrides: {} },
    ]);
    expect(await store.providerSettings.remove('groq')).toBe(true);
    expect(await store.providerSettings.remove('groq')).toBe(false);
  });
});

describe('client keys', () => {
  const key: StoredClientKey = {
    id: 'cli_1',
    name: 'my app',
    hash: 'h1',
    masked: 'sk-noria...abcd',
    createdAt: 5,
    lastUsedAt: null,
    requestsPerMinute: 3,
    tokensPerDay: null,
    routes: ['auto', 'groq/*'],
    apps: null,
    expiresAt: 99,
    enabled: true,
  };

  test('are found by their hash, which is there once', async () => {
    await using store = openStore(':memory:');
    expect(await store.clientKeys.add(key)).toBe(true);
    expect(await store.clientKeys.add({ ...key, id: 'cli_2' })).toBe(false);
    expect(await store.clientKeys.byHash('h1')).toEqual(key);
    expect(await store.clientKeys.byHash('h2')).toBeNull();
    expect(await store.clientKeys.list()).toEqual([key]);
  });

  test('are changed field by field', async () => {
    await using store = openStore(':memory:');
    await store.clientKeys.add(key);
    const change = { tokensPerDay: 9, routes: null, apps: ['chat'], enabled: false } as const;
    expect(await store.clientKeys.change('cli_1', change)).toEqual({ ...key, ...change });
    expect(await store.clientKeys.change('cli_1', {})).toEqual({ ...key, ...change });
    expect(await store.clientKeys.change('gone', change)).toBeNull();
  });

  test('of an older version are free of every rule', async () => {
    await using store = openStore(':memory:');
    const old = { id: 'cli_1', name: 'old', hash: 'h1', created_at: 5, last_used_at: 7 };
    await store.db
      .insertInto('client_keys')
      .values(old as never)
      .execute();
    expect(await store.clientKeys.list()).toEqual([
      {
        ...key,
        name: 'old',
        masked: null,
        lastUsedAt: 7,
        requestsPerMinute: null,
        routes: null,
        expiresAt: null,
      },
    ]);
  });

  test('remember when they were used, and go', async () => {
    await using store = openStore(':memory:');
    await store.clientKeys.add(key);
    await store.clientKeys.touch(
      new Map([
        ['cli_1', 99],
        ['gone', 100],
      ]),
    );
    expect(await store.clientKeys.byHash('h1')).toEqual({ ...key, lastUsedAt: 99 });
    expect(await store.clientKeys.remove('cli_1')).toBe(true);
    expect(await store.clientKeys.remove('cli_1')).toBe(false);
  });
});
