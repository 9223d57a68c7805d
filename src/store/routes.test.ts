import { describe, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import type { StoredRoute } from './routes.ts';

const auto: StoredRoute = {
  name: 'auto',
  strategy: 'race',
  steps: ['groq', 'mistral/mistral-small-latest'],
  then: ['ollama'],
  resume: false,
  deadlineMs: 9_000,
};
const plain: StoredRoute = {
  name: 'abc',
  strategy: null,
  steps: ['groq'],
  then: [],
  resume: null,
  deadlineMs: null,
};

describe('routes', () => {
  test('come back as they were put, by name', async () => {
    await using store = openStore(':memory:');
    await store.routes.put([auto, plain]);
    expect(await store.routes.list()).toEqual([plain, auto]);
    await store.routes.put([{ ...plain, name: 'auto' }]);
    expect(await store.routes.list()).toEqual([plain, { ...plain, name: 'auto' }]);
  });

  test('are put all or none', async () => {
    await using store = openStore(':memory:');
    const broken = { ...plain, steps: undefined } as unknown as StoredRoute;
    await expect(store.routes.put([auto, broken])).rejects.toThrow('NOT NULL');
    expect(await store.routes.list()).toEqual([]);
    await store.routes.put([]);
    expect(await store.routes.list()).toEqual([]);
  });

  test('go, and say whether they were there', async () => {
    await using store = openStore(':memory:');
    await store.routes.put([auto]);
    expect([await store.routes.remove('auto'), await store.routes.remove('auto')]).toEqual([true, false]);
    expect(await store.routes.list()).toEqual([]);
  });
});
