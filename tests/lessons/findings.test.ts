// Failing tests for open bugs of src/engine, src/relay, src/ledger, src/keyring: `cp` to tests/lessons/ and fix one by one.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { spareOf } from '../../src/engine/bucket.ts';
import { choose } from '../../src/engine/choose.ts';
import { laneOf } from '../../src/engine/pool.ts';
import { reportAbandoned, reportBegin, reportFailed } from '../../src/engine/report.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { Attempt } from '../../src/relay/attempt.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ledgerTables } from '../../src/store/ledger-tables.ts';
import { createStreamState } from '../../src/upstream/wire.ts';
import { groqKey } from '../support/gateway.ts';
import { createWorld, faults, limit, minutes, rateLimited, stepsOf, t0 } from '../support/world.ts';
import { codeOf, openLesson, ownServer } from './lesson-gateway.ts';

const noLimits = 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }';
const groq = { id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] };
const ok = { choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }] };
const tried = { lanes: new Set<never>(), models: new Set<never>() };
const need = { chars: 10, maxTokens: 5, seconds: 0 };

it('a freed place wakes the one who can use it, not only the first in line', async () => {
  await using server = await ownServer(
    [
      { id: 'my-a', profile: 'openai', keys: ['k-my-a'], models: ['*'], limits: [], latencyMs: 1_200 },
      { id: 'my-b', profile: 'openai', keys: ['k-my-b'], models: ['*'], limits: [], latencyMs: 150 },
    ],
    'models: [m1], limits: { concurrent: 1 }',
  );
  const from = performance.now();
  const ask = (model: string): Promise<number> =>
    server.ask({ model, deadlineMs: 4_000 }).then(
      () => performance.now() - from,
      () => Infinity,
    );
  const all = [ask('my-a/m1'), ask('my-b/m1')];
  await sleep(30);
  all.push(ask('my-a/m1'));
  await sleep(10);
  all.push(ask('my-b/m1'));
  const [, , secondA, secondB] = await Promise.all(all);
  expect(secondB).toBeLessThan(800);
  expect(secondA).toBeLessThan(3_500);
}, 10_000);

it('limits changed with PUT hold at once', async () => {
  await using gateway = await openLesson({
    specs: [groq],
    yaml: 'providers: { groq: { limits: { requests: { day: 30 } }, models: [openai/gpt-oss-20b] } }',
  });
  await gateway.codes(2);
  expect(
    (await gateway.admin('PUT', '/api/providers/groq', { limits: { requests: { day: 5 } } })).status,
  ).toBe(200);
  await gateway.codes(10);
  expect(gateway.fleet.get('groq').count()).toBe(5);
});

it('who waits for quota while its provider is changed with PUT is served all the same', async () => {
  await using gateway = await openLesson({
    specs: [groq],
    yaml: 'providers: { groq: { limits: { requests: { minute: 60 } }, models: [openai/gpt-oss-20b] } }',
  });
  await gateway.codes(60);
  const waiting = gateway.ask({ deadlineMs: 4_000 }).then(({ meta }) => meta.provider, codeOf);
  await sleep(100);
  await gateway.admin('PUT', '/api/providers/groq', { rotation: 'sticky' });
  expect(await waiting).toBe('groq');
});

it.each([{ 'retry-after': '0' }, { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }])(
  'a 429 whose hint lies in the past (%o) is a 429 without a hint: no hammering',
  async (headers) => {
    await using gateway = await openLesson({ specs: [groq], yaml: noLimits });
    gateway.fleet
      .get('groq')
      .always({ kind: 'status', status: 429, headers, body: { error: { message: 'slow down' } } });
    for (let request = 0; request < 20; request += 1) await gateway.codes(1, { deadlineMs: 20 });
    expect(gateway.fleet.get('groq').count()).toBeLessThanOrEqual(2);
  },
);

it('what a header said of the minute before does not drain this minute', async () => {
  const window = { kind: 'fixed', ms: 60_000, calendar: 'minute' } as const;
  await using gateway = await openLesson({
    at: Date.UTC(2026, 5, 1, 12, 0, 50),
    specs: [
      {
        id: 'mistral',
        keys: ['m'.repeat(32)],
        models: ['*'],
        limits: [{ unit: 'requests', amount: 3, window, per: 'account_model' }],
      },
    ],
    yaml: 'providers: { mistral: { models: { mistral-medium-latest: { limits: { requests: { minute: 3 } } } } } }',
  });
  await gateway.codes(2);
  gateway.fleet.get('mistral').script({ kind: 'slow_first_token', ms: 300 });
  const running = gateway.ask();
  await sleep(120);
  gateway.clock.now += 11_000;
  await running;
  expect(await gateway.codes(3)).toEqual(['mistral', 'mistral', 'mistral']);
});

it('what a header said at a stream’s begin is not taken for what is left at its end', async () => {
  const limits = [
    {
      unit: 'tokens' as const,
      amount: 6_000,
      window: { kind: 'refill' as const, ms: 60_000 },
      per: 'account' as const,
    },
  ];
  await using gateway = await openLesson({
    at: t0,
    specs: [{ ...groq, limits, chunkMs: 60, chunks: 6, answer: 'a b c d e f g h i j k' }],
    yaml: 'providers: { groq: { limits: { tokens: { minute: 6000 } }, models: [openai/gpt-oss-20b] } }',
  });
  await gateway.codes(1, {
    body: { messages: [{ role: 'user', content: 'word '.repeat(4_000) }], max_tokens: 100 },
    deadlineMs: 1_000,
  });
  const running = gateway.stream({ deadlineMs: 30_000 });
  await sleep(150);
  gateway.clock.now += 55_000;
  await running;
  const tokens = [...gateway.context.ledger.all()].find(({ spec }) => spec.unit === 'tokens')!;
  expect(spareOf(tokens, gateway.clock.now)).toBeGreaterThan(4_500);
});

it('a reset that no window of that length can have is nonsense', async () => {
  await using gateway = await openLesson({
    at: t0,
    specs: [{ id: 'sambanova', keys: ['s'.repeat(36)], models: ['*'], limits: [] }],
    yaml: 'providers: { sambanova: { models: [DeepSeek-V3.1] } }',
  });
  const headers = {
    'x-ratelimit-limit-requests-day': '20',
    'x-ratelimit-remaining-requests-day': '0',
    'x-ratelimit-reset-requests-day': '9999999',
  };
  gateway.fleet.get('sambanova').script({ kind: 'status', status: 200, body: ok, headers });
  await gateway.codes(1);
  gateway.clock.now += 2 * 86_400_000;
  expect(await gateway.codes(1)).toEqual(['sambanova']);
});

it('a usage of a billion tokens locks nothing for ever', async () => {
  await using gateway = await openLesson({
    at: t0,
    specs: [groq],
    yaml: 'providers: { groq: { limits: { tokens: { minute: 6000 } }, models: [openai/gpt-oss-20b] } }',
  });
  gateway.fleet.get('groq').script({
    kind: 'status',
    status: 200,
    body: { ...ok, usage: { prompt_tokens: 10, completion_tokens: 1e12 } },
  });
  await gateway.codes(1);
  gateway.clock.now += 3_600_000;
  expect(await gateway.codes(1)).toEqual(['groq']);
});

it('law 6: three keys of one account that are limited do not stop another account', () => {
  const keys = ['k1', 'k2', 'k3'].map((id) => ({ id, account: 'a' }));
  const world = createWorld([
    { id: 'p', limits: [limit(1_000, minutes.refill)], keys: [...keys, { id: 'k4', account: 'b' }] },
  ]);
  const node = [...world.pool.providers.get('p')!.models.values()][0]!;
  const lanes = keys.map(({ id }) => laneOf(world.pool, world.pool.keys.get(id)!, node));
  for (const lane of lanes) reportBegin(lane, world.now);
  for (const lane of lanes)
    reportFailed(world.pool, lane, rateLimited('account_model', world.now + 3_600_000), {
      startedAt: world.now,
      now: world.now + 5,
    });
  expect(
    choose({
      pool: world.pool,
      steps: stepsOf(world.pool),
      need,
      tried,
      order: 'steady',
      now: world.now + 10,
    })?.lane.key.id,
  ).toBe('k4');
});

it('an old stream that ends during a trial opens no second trial', () => {
  const world = createWorld([{ id: 'p', limits: [limit(1_000, minutes.refill)], keys: [{ id: 'k1' }] }]);
  const lane = laneOf(
    world.pool,
    world.pool.keys.get('k1')!,
    [...world.pool.providers.get('p')!.models.values()][0]!,
  );
  const admitted = (): boolean =>
    choose({ pool: world.pool, steps: stepsOf(world.pool), need, tried, order: 'steady', now: world.now }) !==
    null;
  reportBegin(lane, world.now);
  for (let time = 0; time < 3; time += 1) {
    reportBegin(lane, world.now);
    reportFailed(world.pool, lane, faults.serverError, { startedAt: world.now, now: world.now });
  }
  world.now += 2_000;
  expect(admitted()).toBe(true);
  reportBegin(lane, world.now);
  expect(admitted()).toBe(false);
  reportAbandoned(lane, { startedAt: world.now - 2_000, now: world.now });
  expect(admitted()).toBe(false);
});

it('a trial is single-flight for requests of one tick, too', async () => {
  await using gateway = await openLesson({
    at: t0,
    specs: [{ ...groq, keys: [1, 2, 3].map(groqKey), latencyMs: 150 }],
    yaml: noLimits,
  });
  const sim = gateway.fleet.get('groq');
  sim.always({ kind: 'server_error' });
  await gateway.codes(3);
  sim.always(null);
  gateway.clock.now += 2_000;
  const before = sim.count();
  await gateway.codes(30, { deadlineMs: 60_000, signal: AbortSignal.timeout(100) });
  expect(sim.count() - before).toBe(1);
});

it('a shared limit that refuses is asked by at most 2 lanes, whatever the number of models (openclaw#58707)', async () => {
  await using server = await ownServer(
    [{ id: 'mine', profile: 'openai', keys: ['k-mine'], models: ['*'], limits: [] }],
    'models: [m1, m2, m3, m4, m5, m6], limits: { requests: { minute: 30 } }',
  );
  server.fleet.get('mine').always({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '30' },
    body: { error: { message: 'limit of the account' } },
  });
  await server.codes(1);
  expect(server.fleet.get('mine').count()).toBeLessThanOrEqual(2);
});

it('a provider that reserves max_tokens (Groq, Cerebras) is asked for no more than its bucket holds', async () => {
  const limits = [
    {
      unit: 'tokens' as const,
      amount: 6_000,
      window: { kind: 'refill' as const, ms: 60_000 },
      per: 'account' as const,
    },
  ];
  await using gateway = await openLesson({
    at: t0,
    specs: [{ ...groq, limits, latencyMs: 20 }],
    yaml: 'providers: { groq: { limits: { tokens: { minute: 6000 } }, models: [openai/gpt-oss-20b] } }',
  });
  const sim = gateway.fleet.get('groq');
  for (const maxTokens of [2_000, 32_000]) {
    for (let round = 0; round < 6; round += 1) {
      await gateway.codes(6, {
        body: { messages: [{ role: 'user', content: 'word '.repeat(200) }], max_tokens: maxTokens },
        deadlineMs: 50,
      });
      gateway.clock.now += 5_000;
    }
    gateway.clock.now += 120_000;
  }
  expect(sim.count({ status: 429 })).toBe(0);
  expect(sim.count({ status: 413 })).toBe(0);
});

it('a client in haste blames no key, streamed or not', async () => {
  await using gateway = await openLesson({ specs: [{ ...groq, latencyMs: 4_000 }], yaml: noLimits });
  await gateway.codes(4, { deadlineMs: 3_200 });
  expect(gateway.context.keyring.list()[0]!.breaker).toEqual({ state: 'closed', failures: 0 });
}, 10_000);

it('a route whose providers have no key is no_provider, not a 429 to be retried', async () => {
  await using gateway = await openLesson({
    specs: [{ id: 'mistral', keys: ['m'.repeat(32)] }],
    yaml: 'routes: { auto: { strategy: cascade, steps: [groq] } }',
  });
  expect(await gateway.codes(1)).toEqual(['no_provider']);
  expect(await gateway.codes(1, { model: 'auto:private' })).toEqual(['no_provider']);
});

it('a key that was removed and is added again starts anew', async () => {
  await using gateway = await openLesson({ specs: [groq], env: { GROQ_API_KEYS: '' } });
  gateway.fleet.get('groq').revoke(groqKey(1));
  const { body } = await gateway.admin('POST', '/api/keys', { provider: 'groq', secret: groqKey(1) });
  await gateway.codes(1);
  gateway.fleet.get('groq').restore(groqKey(1));
  await gateway.admin('DELETE', `/api/keys/${(body as { id: string }).id}`);
  await gateway.admin('POST', '/api/keys', { provider: 'groq', secret: groqKey(1) });
  expect(await gateway.codes(1)).toEqual(['groq']);
});

const spec = {
  id: 'p|o|g|requests|all|day',
  provider: 'p',
  owner: 'o',
  group: 'g',
  unit: 'requests' as const,
  side: 'all' as const,
  window: { kind: 'fixed' as const, length: 'day' as const, zone: 'UTC' },
  guardMs: 0,
  base: { amount: 100, source: 'declared' as const },
};

it('a folding that failed once loses no count at the next crash', async () => {
  const rows = new Map<string, string>();
  let broken = true;
  const write = (changed: readonly { id: string; state: string }[]): void => {
    if (broken) throw new Error('disk full');
    for (const { id, state } of changed) rows.set(id, state);
  };
  const tables = {
    readBuckets: () => [...rows].filter(([id]) => id.startsWith('p|')).map(([id, state]) => ({ id, state })),
    readStates: () => [],
    writeBuckets: write,
    writeStates: (changed: readonly { id: string; state: string }[]) =>
      changed[0]?.id === 'ledger|clean' ? undefined : write(changed),
  };
  const folder = mkdtempSync(join(tmpdir(), 'noria-red-'));
  const open = (): ReturnType<typeof createMemoryLedger> =>
    createMemoryLedger({ durable: { folder, tables, foldEveryMs: 30, onError: () => {} } });
  const first = open();
  await first.reserve([{ bucket: first.of(spec), amount: 40 }], t0);
  await sleep(60);
  broken = false;
  for (let time = 0; time < 4; time += 1) {
    await first.reserve([{ bucket: first.of({ ...spec, id: 'p|o|h|requests|all|day' }), amount: 1 }], t0);
    await sleep(50);
  }
  expect(spareOf(open().of(spec), t0)).toBe(60);
});

it('a crash costs a rolling window at most a twentieth, not all its slots until the last one ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-red-'));
  const open = (): ReturnType<typeof createMemoryLedger> =>
    createMemoryLedger({
      durable: {
        folder,
        tables: ledgerTables(openStore(join(folder, 'n.sqlite')).ledger),
        foldEveryMs: 40,
        onError: () => {},
      },
    });
  const rolling = { ...spec, window: { kind: 'rolling' as const, length: 'day' as const } };
  const first = open();
  for (let call = 0; call < 90; call += 1)
    await first.reserve([{ bucket: first.of(rolling), amount: 1 }], t0 + call);
  await sleep(100);
  await first.reserve([{ bucket: first.of(rolling), amount: 1 }], t0 + 23 * 3_600_000);
  expect(spareOf(open().of(rolling), t0 + 25 * 3_600_000)).toBeGreaterThanOrEqual(94);
});

it('a refund after a folding is not forgotten by an orderly end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-red-'));
  const open = (): ReturnType<typeof createMemoryLedger> =>
    createMemoryLedger({
      durable: {
        folder,
        tables: ledgerTables(openStore(join(folder, 'n.sqlite')).ledger),
        foldEveryMs: 30,
        onError: () => {},
      },
    });
  const first = open();
  const taken = await first.reserve([{ bucket: first.of(spec), amount: 5 }], t0);
  await sleep(80);
  if ('refusedBy' in taken) throw new Error('refused');
  await first.refund(taken, t0);
  await first.close();
  expect(spareOf(open().of(spec), t0)).toBe(100);
});

it('a reader’s pause is not taken for the provider’s silence', async () => {
  const limits = { firstMs: 1_000, isOwn: true, silenceMs: 100, heartbeatMs: 10_000, mayBeEmpty: false };
  const attempt = new Attempt(limits, systemClock, () => {});
  const state = { ...createStreamState(), content: true };
  let drain = (): void => {};
  attempt.pipe({ write: () => false, onDrain: (listener) => (drain = listener), end: () => {} });
  attempt.chunk(Buffer.from('data: 1\n\n'), state);
  await sleep(95);
  drain();
  await sleep(40);
  attempt.chunk(Buffer.from('data: 2\n\n'), state);
  attempt.ended({ ...state, done: true });
  expect((await attempt.end()).kind).toBe('complete');
});
