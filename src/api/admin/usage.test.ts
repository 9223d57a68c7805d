import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../../../tests/gateway.ts';
import { lawRuns } from '../../../tests/support/law-runs.ts';
import { openStore } from '../../store/open-store.ts';
import { noCounts } from '../../store/usage-counts.ts';
import type { UsageRow } from '../../store/usage.ts';
import type { UsageCountsView, UsageDimension, UsageView } from '../views/usage-view.ts';
import { collectUsage } from './collect-usage.ts';
import { presentUsage } from './present-usage.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 20, chunkMs: 0 } as const;

async function usage(gateway: TestGateway, query = ''): Promise<UsageView> {
  const answer = await gateway.app.inject({ url: `/api/usage${query}`, headers: asAdmin });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json<UsageView>();
}

function ask(gateway: TestGateway, url: string, body: object = {}) {
  const payload = { messages: [{ role: 'user', content: 'Hello' }], ...body };
  return gateway.app.inject({ method: 'POST', url, headers: asClient, payload });
}

const today = new Date().toISOString().slice(0, 10);

describe('GET /api/usage', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ providers: [groq], env: { NORIA_MAX_WAIT_MS: '0' } });
    const asked = [
      ask(gateway, '/v1/chat/completions'),
      ask(gateway, '/v1/chat/completions', { stream: true }),
      ask(gateway, '/v1/messages', { model: 'auto', max_tokens: 20 }),
      gateway.app.inject({
        method: 'POST',
        url: '/v1/responses',
        headers: asClient,
        payload: { input: 'Hello' },
      }),
      gateway.app.inject({
        method: 'POST',
        url: '/v1/completions',
        headers: asClient,
        payload: { prompt: 'Hello' },
      }),
    ];
    for (const { statusCode, body } of await Promise.all(asked))
      if (statusCode !== 200) throw new Error(body);
    gateway.fleet.get('groq').revoke('gsk_k1');
    expect((await ask(gateway, '/api/chat')).statusCode).toBeGreaterThanOrEqual(500);
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test('tells today by provider, with those that nobody served', async () => {
    const view = await usage(gateway);
    expect(view).toMatchObject({ from: today, to: today, by: ['provider'] });
    const [nobody, served] = view.rows;
    expect(nobody).toMatchObject({
      provider: '',
      requests: 1,
      successes: 0,
      failures: 1,
      latency_ms: { mean: null, first_token_mean: null },
    });
    expect(served).toMatchObject({ provider: 'groq', failures: 1 });
    expect(served?.successes).toBe(served?.requests);
    expect(served?.latency_ms.mean).toBeGreaterThanOrEqual(20);
    expect(served?.latency_ms.first_token_mean).toBeGreaterThanOrEqual(1);
    expect(served?.input_tokens).toBeGreaterThan(0);
    expect(served?.saved_usd).toBeGreaterThan(0);
    expect(view.totals.requests).toBe(gateway.context.tally.today().requests);
  });

  test('tells which surface was asked, fast lane, failures and failed attempts too', async () => {
    const { rows } = await usage(gateway, '?by=app,provider');
    const counts = rows.map(({ app, provider, successes, failures }) => [app, provider, successes, failures]);
    expect(counts).toEqual([
      ['chat', '', 0, 1],
      ['chat', 'groq', 2, 1],
      ['completions', 'groq', 1, 0],
      ['messages', 'groq', 1, 0],
      ['responses', 'groq', 1, 0],
    ]);
  });

  test('tells a key by its name, and the day', async () => {
    const { rows } = await usage(gateway, '?by=day,key');
    const [key] = gateway.context.keyring.list();
    expect(rows).toEqual([
      expect.objectContaining({ day: today, key: '', key_name: null }),
      expect.objectContaining({ day: today, key: key!.id, key_name: key!.spec.masked }),
    ]);
    expect(rows[0]).not.toHaveProperty('provider');
  });

  test.each([
    ['?by=provider,colour', 'by', 'provider, key, model, app, day'],
    ['?by=day,day', 'by', 'each once'],
    ['?by=', 'by', 'one or more'],
    ['?by=day&by=key', 'by', 'one or more'],
    ['?from=yesterday', 'from', 'a day such as'],
    ['?to=2026-02-30', 'to', 'a day such as'],
    ['?from=2026-11-21&to=2026-11-20', 'from', 'no later than "to"'],
    ['?from=2025-01-01&to=2026-11-20', 'from', 'at most 366 days'],
    ['?since=2026-11-20', 'since', 'from, to, by'],
  ])('says what is wrong with %s', async (query, param, allowed) => {
    const answer = await gateway.app.inject({ url: `/api/usage${query}`, headers: asAdmin });
    expect(answer.statusCode).toBe(400);
    const { error } = answer.json<{ error: { message: string; param: string } }>();
    expect(error.param).toBe(param);
    expect(error.message).toContain(allowed);
  });

  test('takes a whole leap year, and is the administrator’s', async () => {
    expect((await usage(gateway, '?from=2028-01-01&to=2028-12-31')).rows).toEqual([]);
    expect((await gateway.app.inject({ url: '/api/usage', headers: asClient })).statusCode).toBe(403);
  });
});

test('counts go on over a restart', async () => {
  const folder = temporaryFolder();
  for (const round of [1, 2]) {
    await using gateway = await startGateway({ providers: [groq], folder });
    expect((await ask(gateway, '/v1/chat/completions')).statusCode).toBe(200);
    expect((await usage(gateway, '?by=app')).rows).toMatchObject([{ app: 'chat', successes: round }]);
    const [key] = gateway.context.keyring.list();
    expect(gateway.context.tally.keyToday(key!.id)).toEqual({ successes: round, errors: 0 });
  }
});

const count = fc.nat(1_000);
const anyRow: fc.Arbitrary<UsageRow> = fc.record({
  day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
  provider: fc.constantFrom('', 'groq', 'mistral'),
  model: fc.constantFrom('m', 'n', 'o/p'),
  keyId: fc.constantFrom('', 'key_1', 'key_2'),
  app: fc.constantFrom('chat', 'other'),
  local: fc.boolean(),
  requests: count,
  successes: count,
  failures: count,
  promptTokens: count,
  completionTokens: count,
  savedUsdMicros: count,
  timed: fc.nat(3),
  tookMs: count,
  firstTokens: fc.nat(3),
  firstTokenMs: count,
});
const anyBy = fc.subarray<UsageDimension>(['provider', 'key', 'model', 'app', 'day'], { minLength: 1 });

function plain({ saved_usd, latency_ms: _, ...counts }: UsageCountsView): Record<string, number> {
  const { requests, successes, failures, input_tokens, output_tokens } = counts;
  const micros = Math.round(saved_usd * 1e6);
  return { requests, successes, failures, input_tokens, output_tokens, micros };
}

function sum(all: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = { ...plain({ ...zero }) };
  for (const one of all)
    for (const [name, value] of Object.entries(one)) total[name] = (total[name] ?? 0) + value;
  return total;
}

const zero: UsageCountsView = {
  requests: 0,
  successes: 0,
  failures: 0,
  input_tokens: 0,
  output_tokens: 0,
  latency_ms: { mean: null, first_token_mean: null },
  saved_usd: 0,
};

test('totals are the sums of the rows, the same however it is told apart, and nothing is left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { maxLength: 30 }),
      anyBy,
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 28 }),
      async (rows, by, one, other) => {
        await using store = openStore(':memory:');
        await store.usage.addUsage(rows);
        const [from, to] = [Math.min(one, other), Math.max(one, other)].map(
          (day) => `2026-11-${String(day).padStart(2, '0')}`,
        ) as [string, string];
        const query = { from, to, by };
        const view = presentUsage(query, await collectUsage(store.usage, query), new Map());
        const within = rows.filter(({ day }) => day >= from && day <= to);
        expect(plain(view.totals)).toEqual(sum(view.rows.map(plain)));
        expect(view.totals).toMatchObject({
          requests: within.reduce((all, row) => all + row.requests, 0),
          input_tokens: within.reduce((all, row) => all + row.promptTokens, 0),
        });
        const timed = within.reduce((all, row) => all + row.timed, 0);
        const took = within.reduce((all, row) => all + row.tookMs, 0);
        expect(view.totals.latency_ms.mean).toBe(timed === 0 ? null : Math.round(took / timed));
        // One row for each combination, in order.
        const names = view.rows.map((row) => by.map((name) => row[name]).join('\n'));
        expect(new Set(names).size).toBe(names.length);
      },
    ),
    lawRuns(60),
  );
});

test('more rows than anybody reads are refused in words', async () => {
  const many = Array.from({ length: 50_001 }, (_, index) => ({
    ...noCounts,
    requests: 1,
    keyId: `key_${index}`,
  }));
  const query = { from: today, to: today, by: ['key' as const] };
  await expect(collectUsage({ sums: async () => many }, query)).rejects.toThrow(
    /By key .* more than 50000 rows/,
  );
});
