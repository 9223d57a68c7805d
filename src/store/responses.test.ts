import { describe, expect, test } from 'vitest';
import { openStore, type Store } from './open-store.ts';
import type { StoredResponse } from './responses.ts';

const plenty = 1_000_000;
const bounds = { rows: 1_000, bytes: 1_000_000, ageMs: 1_000 };

function response(id: string, over: Partial<StoredResponse> = {}): StoredResponse {
  return {
    id,
    client: 'a',
    conversation: over.previous === undefined ? id : 'r1',
    previous: null,
    at: 1,
    input: '[]',
    response: '{}',
    ...over,
  };
}

async function idsOf(store: Store, id: string): Promise<readonly string[] | null> {
  const chain = await store.responses.chain('a', id, plenty);
  return chain === null || chain === 'too_large' ? null : chain.map((one) => one.id);
}

describe('stored responses', () => {
  test('a chain of more bytes than allowed is not read', async () => {
    await using store = openStore(':memory:');
    await store.responses.add(response('r1', { input: 'x'.repeat(50) }), bounds);
    await store.responses.add(response('r2', { previous: 'r1', input: 'x'.repeat(50) }), bounds);
    expect(await store.responses.chain('a', 'r2', 103)).toBe('too_large');
    expect(await store.responses.chain('a', 'r2', 104)).toHaveLength(2);
  });

  test('are found by their client alone', async () => {
    await using store = openStore(':memory:');
    await store.responses.add(response('r1'), bounds);
    expect(await store.responses.get('a', 'r1')).toEqual(response('r1'));
    expect(await store.responses.get('b', 'r1')).toBeNull();
    expect(await store.responses.chain('b', 'r1', plenty)).toBeNull();
    expect(await store.responses.remove('b', 'r1')).toBe(false);
    expect(await store.responses.remove('a', 'r1')).toBe(true);
    expect(await store.responses.get('a', 'r1')).toBeNull();
  });

  test('a chain is told from its beginning, and holds no branch of it', async () => {
    await using store = openStore(':memory:');
    await store.responses.add(response('r1'), bounds);
    await store.responses.add(response('r2', { previous: 'r1' }), bounds);
    await store.responses.add(response('r2b', { previous: 'r1' }), bounds);
    await store.responses.add(response('r3', { previous: 'r2' }), bounds);
    expect(await idsOf(store, 'r3')).toEqual(['r1', 'r2', 'r3']);
    await store.responses.remove('a', 'r2');
    expect(await idsOf(store, 'r3')).toEqual(['r3']);
  });

  test('a chain never enters what another client has', async () => {
    await using store = openStore(':memory:');
    await store.responses.add(response('r1', { client: 'b' }), bounds);
    await store.responses.add(response('r2', { previous: 'r1' }), bounds);
    expect(await idsOf(store, 'r2')).toEqual(['r2']);
  });

  test('of each client as many as allowed stay: those of the conversations used last', async () => {
    await using store = openStore(':memory:');
    const few = { ...bounds, rows: 3 };
    for (const id of ['r1', 'x', 'y']) await store.responses.add(response(id, { at: 1 }), few);
    await store.responses.add(response('other', { client: 'b' }), few);
    await store.responses.add(response('r2', { previous: 'r1', at: 2 }), few);
    const left = await Promise.all(['r1', 'r2', 'x', 'y'].map((id) => store.responses.get('a', id)));
    expect(left.map((row) => row?.id)).toEqual(['r1', 'r2', undefined, 'y']);
    expect(await store.responses.get('b', 'other')).not.toBeNull();
  });

  test('bytes are bounded too, and the newest is kept whatever its size', async () => {
    await using store = openStore(':memory:');
    const small = { ...bounds, bytes: 100 };
    await store.responses.add(response('r1', { input: 'x'.repeat(60) }), small);
    await store.responses.add(response('r2', { conversation: 'r2', at: 2, input: 'x'.repeat(30) }), small);
    expect(await store.responses.get('a', 'r1')).not.toBeNull();
    await store.responses.add(response('r3', { conversation: 'r3', at: 3, input: 'x'.repeat(200) }), small);
    const left = await Promise.all(['r1', 'r2', 'r3'].map((id) => store.responses.get('a', id)));
    expect(left.map((row) => row?.id)).toEqual([undefined, undefined, 'r3']);
  });

  test('what nobody used for as long as allowed is forgotten, of whichever client; a use keeps the whole conversation', async () => {
    await using store = openStore(':memory:');
    await store.responses.add(response('r1'), bounds);
    await store.responses.add(response('old', { client: 'b' }), bounds);
    await store.responses.add(response('r2', { previous: 'r1', at: 900 }), bounds);
    await store.responses.add(response('r3', { previous: 'r2', at: 1_800 }), bounds);
    expect(await store.responses.get('b', 'old')).toBeNull();
    expect(await store.responses.chain('a', 'r3', plenty)).toHaveLength(3);
  });
});
