import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../../../tests/gateway.ts';
import { traceId, tracedOf } from '../../../tests/support/traced.ts';
import type { TraceRecord } from '../../relay/traces/trace-record.ts';

const planted = 'gsk_plantedsecret0123456789abcdefghijklmnopqrstuvwxyz01';

async function get(gateway: TestGateway, url: string) {
  return gateway.app.inject({ method: 'GET', url, headers: asAdmin });
}

async function chat(gateway: TestGateway, model: string) {
  const payload = { model, messages: [{ role: 'user', content: 'Hello' }] };
  return gateway.app.inject({ method: 'POST', url: '/v1/chat/completions', headers: asClient, payload });
}

function traceOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return String(headers['x-noria-trace']);
}

async function listed(gateway: TestGateway, query = ''): Promise<string[]> {
  const answer = await get(gateway, `/api/traces${query}`);
  return answer.json<{ traces: TraceRecord[] }>().traces.map(({ id }) => id);
}

function addSome(gateway: TestGateway, from: number, to: number): void {
  for (let number = from; number <= to; number += 1) gateway.context.traces.add(tracedOf(number));
}

/** From one number down to another. */
function idsDown(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => traceId(from - index));
}

describe('traces', () => {
  test('are listed the newest first, 50 unless more are asked for', async () => {
    await using gateway = await startGateway();
    addSome(gateway, 1, 60);
    expect(await listed(gateway)).toEqual(idsDown(60, 11));
    expect(await listed(gateway, '?limit=500')).toEqual(idsDown(60, 1));
    expect(await listed(gateway, '?limit=1')).toEqual([traceId(60)]);
  });

  test('tell of each request under the id that its client was given', async () => {
    const groq = { id: 'groq', keys: [planted], latencyMs: 0, chunkMs: 0 } as const;
    await using gateway = await startGateway({ providers: [groq] });
    const served = await chat(gateway, 'auto');
    const unknown = await chat(gateway, planted);
    expect(await listed(gateway)).toEqual([traceOf(unknown), traceOf(served)]);
    expect((await get(gateway, `/api/traces/${traceOf(served)}`)).json()).toMatchObject({
      outcome: 'served',
      provider: 'groq',
      key: 'gsk_plan...yz01',
      attempts: [{ role: 'first', result: 'served' }],
    });
    expect((await get(gateway, '/api/traces?outcome=failed')).json()).toMatchObject({
      traces: [{ asked: 'gsk_plan...yz01', code: 'model_not_found', provider: null }],
    });
  });

  test('are turned over page by page, by id and by time, across memory and table', async () => {
    await using gateway = await startGateway();
    addSome(gateway, 1, 30);
    await gateway.context.traces.flush();
    addSome(gateway, 31, 40);
    expect(await listed(gateway, `?limit=15&before=${traceId(36)}`)).toEqual(idsDown(35, 21));
    expect(await listed(gateway, '?limit=3&before=2026-11-21T00:00:36Z')).toEqual(idsDown(35, 33));
    expect(await listed(gateway, '?limit=3&before=2026-11-21T01:00:36%2B01:00')).toEqual(idsDown(35, 33));
    expect(await listed(gateway, '?before=2026-11-21')).toEqual([]);
  });

  test('are found by what became of them', async () => {
    await using gateway = await startGateway();
    const { traces } = gateway.context;
    traces.add(tracedOf(1));
    traces.add(tracedOf(2, { provider: 'mistral', model: 'mistral-small-latest' }));
    traces.add(tracedOf(3, { outcome: 'failed', code: 'pool_exhausted', provider: null, model: null }));
    expect(await listed(gateway, '?outcome=failed')).toEqual([traceId(3)]);
    expect(await listed(gateway, '?code=pool_exhausted&limit=5')).toEqual([traceId(3)]);
    expect(await listed(gateway, '?provider=groq&model=openai/gpt-oss-120b')).toEqual([traceId(1)]);
    expect(await listed(gateway, '?q=Small-Latest')).toEqual([traceId(2)]);
    expect(await listed(gateway, '?q=nothing%20like%20this')).toEqual([]);
  });

  test('are found by how they were asked, by whom, and over which key', async () => {
    await using gateway = await startGateway({ env: { GROQ_API_KEY: planted } });
    const { traces, keyring } = gateway.context;
    const [key] = keyring.list().filter(({ spec }) => spec.secret === planted);
    traces.add(tracedOf(1, { key: key?.spec.masked ?? null }));
    traces.add(tracedOf(2, { route: 'auto:fast', strategy: 'race' }));
    traces.add(tracedOf(3, { client: 'cli_a' }));
    expect(await listed(gateway, '?route=auto:fast')).toEqual([traceId(2)]);
    expect(await listed(gateway, '?strategy=race')).toEqual([traceId(2)]);
    expect(await listed(gateway, '?client=cli_a')).toEqual([traceId(3)]);
    expect(await listed(gateway, '?key=gsk_plan...yz01')).toEqual([traceId(1)]);
    expect(await listed(gateway, `?key=${key?.id}`)).toEqual([traceId(1)]);
    expect(await listed(gateway, '?key=key_nobody')).toEqual([]);
  });

  test('are found by when they came in; a day is meant with all of it', async () => {
    await using gateway = await startGateway();
    addSome(gateway, 1, 4);
    await gateway.context.traces.flush();
    addSome(gateway, 5, 6);
    expect(await listed(gateway, '?from=2026-11-21T00:00:05Z')).toEqual(idsDown(6, 5));
    expect(await listed(gateway, '?to=2026-11-21T00:00:03Z')).toEqual(idsDown(2, 1));
    expect(await listed(gateway, '?from=2026-11-21&to=2026-11-21')).toEqual(idsDown(6, 1));
    expect(await listed(gateway, '?to=2026-11-20')).toEqual([]);
    expect(await listed(gateway, '?from=2026-11-22')).toEqual([]);
    const before = '&before=2026-11-21T00:00:04Z';
    expect(await listed(gateway, `?from=2026-11-21T00:00:02Z${before}`)).toEqual(idsDown(3, 2));
  });

  test('say which client key a request came with', async () => {
    const groq = { id: 'groq', keys: [planted], latencyMs: 0, chunkMs: 0 } as const;
    await using gateway = await startGateway({ providers: [groq] });
    const [client] = await gateway.context.clients.list();
    const served = await chat(gateway, 'auto');
    expect((await get(gateway, `/api/traces/${traceOf(served)}`)).json()).toMatchObject({
      client: client?.id,
    });
    expect(await listed(gateway, `?client=${client?.id}`)).toEqual([traceOf(served)]);
  });

  test('are shown one by one, also after a restart', async () => {
    const folder = temporaryFolder();
    const shown = { ...tracedOf(1).record(), bodies: null };
    {
      await using gateway = await startGateway({ folder });
      addSome(gateway, 1, 2);
      expect((await get(gateway, `/api/traces/${traceId(1)}`)).json()).toEqual(shown);
    }
    await using gateway = await startGateway({ folder });
    expect((await get(gateway, `/api/traces/${traceId(1)}`)).json()).toEqual(shown);
    const missing = await get(gateway, '/api/traces/trc_nothing');
    expect([missing.statusCode, missing.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'not_found', message: 'There is no trace trc_nothing' }) },
    ]);
  });

  test('stay in memory when the tables are to keep none', async () => {
    const folder = temporaryFolder();
    {
      await using gateway = await startGateway({ folder, env: { NORIA_TRACES_KEPT: '0' } });
      addSome(gateway, 1, 2);
      await gateway.context.traces.flush();
      expect(await listed(gateway)).toEqual(idsDown(2, 1));
    }
    await using gateway = await startGateway({ folder });
    expect(await listed(gateway)).toEqual([]);
  });

  test('are the administrator’s', async () => {
    await using gateway = await startGateway();
    for (const url of ['/api/traces', `/api/traces/${traceId(1)}`]) {
      expect((await gateway.app.inject({ url })).statusCode).toBe(401);
      expect((await gateway.app.inject({ url, headers: asClient })).statusCode).toBe(403);
    }
  });

  test.each([
    ['limit=0', 'limit', 'a whole number from 1 to 500'],
    ['limit=501', 'limit', 'a whole number from 1 to 500'],
    ['limit=ten', 'limit', 'a whole number from 1 to 500'],
    ['limit=1&limit=2', 'limit', 'a whole number from 1 to 500'],
    ['before=yesterday', 'before', 'the id of a trace, or an ISO time such as 2026-11-21T08:30:00Z'],
    ['before=2026-13-01', 'before', 'the id of a trace, or an ISO time such as 2026-11-21T08:30:00Z'],
    ['before=', 'before', 'the id of a trace, or an ISO time such as 2026-11-21T08:30:00Z'],
    ['outcome=fine', 'outcome', 'served, failed, interrupted, left'],
    ['code=teapot', 'code', 'no_provider, pool_exhausted, '],
    ['provider=', 'provider', 'a text'],
    ['model=a&model=b', 'model', 'a text'],
    [`q=${'x'.repeat(201)}`, 'q', 'a text of at most 200 characters'],
    ['strategy=best', 'strategy', 'cascade, race, hedge'],
    ['from=noon', 'from', 'an ISO time such as 2026-11-21T08:30:00Z, or a day such as 2026-11-21'],
    ['to=2026-02-30', 'to', 'an ISO time such as 2026-11-21T08:30:00Z, or a day such as 2026-11-21'],
    ['after=1', 'after', 'limit, before, outcome, provider, model, code, '],
  ])('?%s is a 400 that names the parameter', async (query, param, allowed) => {
    await using gateway = await startGateway();
    const answer = await get(gateway, `/api/traces?${query}`);
    expect([answer.statusCode, answer.json().error.param]).toEqual([400, param]);
    expect(answer.json().error.message).toContain(`allowed: ${allowed}`);
  });

  test('hold no key, neither in an answer nor on the disk, wherever it was put', async () => {
    const folder = temporaryFolder();
    await using gateway = await startGateway({ folder, env: { GROQ_API_KEY: planted } });
    const { attempts } = tracedOf(1).record();
    const message = `Bad key "${planted}" at https://x.test/?key=${planted}`;
    const record = {
      asked: planted,
      notes: [{ at_ms: 1, text: `adapts ${planted}` }],
      attempts: attempts.map((attempt) => ({ ...attempt, message })),
    };
    gateway.context.traces.add(tracedOf(1, record));
    const seen = [await get(gateway, '/api/traces'), await get(gateway, `/api/traces/${traceId(1)}`)];
    await gateway.context.traces.flush();
    const files = ['noria.sqlite', 'noria.sqlite-wal'].map((name) =>
      readFileSync(join(folder, 'data', name)),
    );
    expect(seen[1]?.json()).toMatchObject({ asked: 'gsk_plan...yz01' });
    for (const { body } of seen) expect(body).not.toContain('plantedsecret');
    for (const bytes of files) expect(bytes.includes('plantedsecret')).toBe(false);
    expect(files.some((bytes) => bytes.includes('gsk_plan...yz01'))).toBe(true);
  });
});
