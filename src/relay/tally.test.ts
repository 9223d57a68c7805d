import { describe, expect, test } from 'vitest';
import { createWorld, t0 } from '../../tests/support/world.ts';
import { laneOf } from '../engine/pool.ts';
import { openStore, type Store } from '../store/open-store.ts';
import type { UsageRow } from '../store/usage.ts';
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
    app: null,
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
    app: null,
  };
}

function failed(app: string | null): RelayEvent {
  const fault = { ...said, status: 500, class: 'transient', scope: 'key' } as const;
  return { kind: 'failed', lane, attempt: 1, fault, tookMs: 9, at: t0, app };
}

const said = { rule: 'generic', confidence: 'high', message: 'said so' } as const;

async function openBoth(
  store: Store = openStore(':memory:'),
  now: () => number = () => t0,
): Promise<{ store: Store; tally: Tally }> {
  const fail = (error: unknown): void => {
    throw error;
  };
  const tally = await openTally({
    usage: store.usage,
    now,
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

describe('today’s count of a key', () => {
  const id = provider.keys[0]!.id;

  test('holds what it has served and what failed, over a restart and before anything is written', async () => {
    const { store, tally } = await openBoth();
    expect(tally.keyToday(id)).toEqual({ successes: 0, errors: 0 });
    for (const event of [served(null), failed('chat'), failed('chat'), gaveUp(null)])
      tally.listen(event, 'trc');
    expect(tally.keyToday(id)).toEqual({ successes: 1, errors: 2 });
    expect(tally.keyToday('key_of_nobody')).toEqual({ successes: 0, errors: 0 });
    await tally.close();
    const again = await openBoth(store);
    expect(again.tally.keyToday(id)).toEqual({ successes: 1, errors: 2 });
    expect(again.tally.today()).toEqual(tally.today());
    again.tally.listen(served(null), 'trc');
    expect(again.tally.keyToday(id)).toEqual({ successes: 2, errors: 2 });
    await again.tally.close();
    await store.close();
  });

  test('begins anew at midnight UTC, whoever asks first; the day before keeps its own', async () => {
    let now = Date.parse('2026-11-21T23:59:59.999Z');
    const { store, tally } = await openBoth(openStore(':memory:'), () => now);
    tally.listen(served(null), 'trc');
    expect(tally.keyToday(id)).toEqual({ successes: 1, errors: 0 });
    now += 1;
    expect(tally.keyToday(id)).toEqual({ successes: 0, errors: 0 });
    tally.listen(failed(null), 'trc');
    expect(tally.keyToday(id)).toEqual({ successes: 0, errors: 1 });
    await tally.close();
    expect(await store.usage.usageBetween('2026-11-01', '2026-11-30')).toMatchObject([
      { day: '2026-11-21', successes: 1, failures: 0 },
      { day: '2026-11-22', successes: 0, failures: 1 },
    ]);
    await store.close();
  });
});

describe('what is written of a request', () => {
  test('is told apart by the surface it came over, with its times', async () => {
    const { store, tally } = await openBoth();
    const chat = { ...served(null), app: 'chat' } as RelayEvent;
    const events = [
      chat,
      { ...chat, firstTokenMs: 40, tookMs: 600 } as RelayEvent,
      { ...served(null), app: 'messages' } as RelayEvent,
      { ...gaveUp(null), app: 'messages' },
      failed('chat'),
    ];
    for (const event of events) tally.listen(event, 'trc');
    await tally.close();
    const rows = await store.usage.usageOf('2026-11-21');
    expect(rows).toHaveLength(3);
    const counts = { requests: 2, successes: 2, failures: 1, timed: 2, tookMs: 1_000 };
    for (const row of [
      { app: 'chat', provider: 'ollama', ...counts, firstTokens: 1, firstTokenMs: 40 },
      { app: 'messages', provider: 'ollama', requests: 1, successes: 1, failures: 0, timed: 1 },
      { app: 'messages', provider: '', requests: 1, successes: 0, failures: 1, timed: 0, tookMs: 0 },
    ])
      expect(rows).toContainEqual(expect.objectContaining(row));
    await store.close();
  });

  test('goes with the next writing when the disk was full', async () => {
    const store = openStore(':memory:');
    let isFull = true;
    const usage = {
      usageOf: (day: string) => store.usage.usageOf(day),
      addUsage: async (rows: readonly UsageRow[]) => {
        if (isFull) throw new Error('disk full');
        await store.usage.addUsage(rows);
      },
    };
    const onError = (): void => undefined;
    const tally = await openTally({ usage, now: () => t0, flushEveryMs: 3_600_000, onError });
    tally.listen(served(null), 'trc');
    await expect(tally.flush()).rejects.toThrow('disk full');
    tally.listen(served(null), 'trc');
    await expect(tally.flush()).rejects.toThrow('disk full');
    tally.listen(served(null), 'trc');
    isFull = false;
    await tally.flush();
    await tally.flush();
    expect(await store.usage.usageOf('2026-11-21')).toMatchObject([
      { requests: 3, successes: 3, promptTokens: 36, timed: 3, tookMs: 1_200 },
    ]);
    await tally.close();
    await store.close();
  });
});
