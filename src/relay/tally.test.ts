import { describe, expect, test } from 'vitest';
import { createWorld, t0 } from '../../tests/support/world.ts';
import { laneOf } from '../engine/pool.ts';
import { openStore, type Store } from '../store/open-store.ts';
import type { RelayEvent } from './events.ts';
import { openTally, type Tally } from './tally.ts';

const { pool } = createWorld([{ id: 'ollama', tier: 'local', keys: [{ id: 'k' }], limits: [] }]);
const provider = pool.providers.get('ollama')!;
const lane = laneOf(pool, provider.keys[0]!, provider.models.get('model-a')!);

function served(purpose: string | null): RelayEvent {
  return {
    kind: 'served',
    lane,
    firstTokenMs: null,
    tookMs: 400,
    inputTokens: 12,
    outputTokens: 1,
    attempts: 1,
    requestMs: 400,
    overheadMs: 1,
    purpose,
    client: null,
  };
}

function gaveUp(purpose: string | null): Extract<RelayEvent, { kind: 'gave_up' }> {
  return {
    kind: 'gave_up',
    code: 'upstream_failed',
    attempts: 1,
    tookMs: 9,
    at: t0,
    isOverLimit: false,
    purpose,
    client: null,
  };
}

async function openBoth(): Promise<{ store: Store; tally: Tally }> {
  const store = openStore(':memory:');
  const fail = (error: unknown): void => {
    throw error;
  };
  const tally = await openTally({
    usage: store.usage,
    now: () => t0,
    flushEveryMs: 3_600_000,
    onError: fail,
  });
  return { store, tally };
}

describe('the requests of the day', () => {
  test('are those of clients', async () => {
    const { store, tally } = await openBoth();
    tally.listen(served(null), 'trc_1');
    tally.listen(gaveUp(null), 'trc_2');
    expect(tally.today()).toMatchObject({ requests: 2, local_requests: 1, free_requests: 1, failures: 1 });
    expect(tally.servedToday('ollama')).toBe(1);
    await tally.close();
    await store.close();
  });

  test('are not those that a client’s own key refused: nobody failed it', async () => {
    const { store, tally } = await openBoth();
    const over: RelayEvent = { ...gaveUp(null), code: 'pool_exhausted', isOverLimit: true };
    const forbidden: RelayEvent = { ...gaveUp(null), code: 'forbidden' };
    for (const event of [over, forbidden]) tally.listen(event, 'trc_1');
    expect(tally.today()).toMatchObject({ requests: 0, failures: 0 });
    // The pool's own limits are another thing.
    tally.listen({ ...over, isOverLimit: false }, 'trc_2');
    expect(tally.today()).toMatchObject({ requests: 1, failures: 1 });
    await tally.close();
    await store.close();
  });

  test('are not the calls of Noria itself, whose tokens are used all the same', async () => {
    const { store, tally } = await openBoth();
    tally.listen(served('keep-warm'), 'trc_1');
    tally.listen(gaveUp('keep-warm'), 'trc_2');
    expect(tally.today()).toEqual({
      requests: 0,
      local_requests: 0,
      free_requests: 0,
      failures: 0,
      saved_usd: 0,
    });
    expect(tally.servedToday('ollama')).toBe(0);
    await tally.close();
    expect(await store.usage.usageOf('2026-11-21')).toEqual([
      expect.objectContaining({
        provider: 'ollama',
        requests: 0,
        successes: 0,
        promptTokens: 12,
        completionTokens: 1,
      }),
    ]);
    await store.close();
  });
});
