import { describe, expect, test, vi } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';
import { traceId, tracedOf } from '../../../tests/support/traced.ts';
import type { TraceListView } from '../views/trace-view.ts';

async function file({ app }: TestGateway, query = '') {
  const answer = await app.inject({ url: `/api/traces/export${query}`, headers: asAdmin });
  expect(answer.statusCode).toBe(200);
  return answer;
}

async function ids(gateway: TestGateway, query = ''): Promise<string[]> {
  return (await file(gateway, query)).json<TraceListView>().traces.map(({ id }) => id);
}

/** Time enough for a page, if anybody wanted one. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** From one number down to another. */
function idsDown(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => traceId(from - index));
}

describe('GET /api/traces/export', () => {
  test('gives all that is kept, memory and table as one, the newest first', async () => {
    await using gateway = await startGateway();
    const { traces } = gateway.context;
    for (let number = 1; number <= 250; number += 1) traces.add(tracedOf(number));
    await traces.flush();
    for (let number = 251; number <= 700; number += 1) traces.add(tracedOf(number));
    const answer = await file(gateway);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="noria-requests-\d{4}-\d\d-\d\d\.json"$/,
      ),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.json<TraceListView>().traces.map(({ id }) => id)).toEqual(idsDown(700, 1));
    expect(answer.json<TraceListView>().traces[699]).toEqual(tracedOf(1).record());
    const csv = await file(gateway, '?format=csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const lines = csv.body.split('\r\n');
    expect(lines.slice(1, -1).map((line) => line.slice(0, traceId(1).length))).toEqual(idsDown(700, 1));
    expect([lines[0]?.startsWith('id,at,asked,'), lines.at(-1)]).toEqual([true, '']);
  });

  test('gives what fits the filters of the list, and a whole file of nothing', async () => {
    await using gateway = await startGateway();
    const { traces } = gateway.context;
    for (let number = 1; number <= 500; number += 1)
      traces.add(tracedOf(number, number % 100 === 0 ? { strategy: 'race' } : {}));
    const hundreds = [500, 400, 300, 200, 100].map(traceId);
    expect(await ids(gateway, '?strategy=race')).toEqual(hundreds);
    expect(await ids(gateway, '?strategy=race&before=2026-11-21T00:06:40Z')).toEqual(hundreds.slice(2));
    expect(await ids(gateway, `?strategy=race&before=${traceId(300)}`)).toEqual(hundreds.slice(3));
    expect(await ids(gateway, '?q=nothing')).toEqual([]);
    expect((await file(gateway, '?q=nothing&format=csv')).body.split('\r\n')).toHaveLength(2);
  });

  test('is read no further than its reader reads', async () => {
    await using gateway = await startGateway();
    const { traces } = gateway.context;
    const page = Array.from({ length: 200 }, (_, index) => tracedOf(index).record());
    const list = vi.spyOn(traces, 'list').mockResolvedValue(page);
    const answer = await gateway.app.inject({
      url: '/api/traces/export',
      headers: asAdmin,
      payloadAsStream: true,
    });
    const stream = answer.stream();
    await new Promise((resolve) => stream.once('readable', resolve));
    await turns();
    const read = list.mock.calls.length;
    expect(read).toBeLessThan(10);
    stream.destroy();
    await turns();
    expect(list.mock.calls.length).toBeLessThanOrEqual(read + 2);
  });

  test('holds no key, also none that was unknown when the trace was written', async () => {
    await using gateway = await startGateway();
    const secret = `abcd${'Q'.repeat(40)}`;
    gateway.context.traces.add(tracedOf(1, { asked: secret }));
    await gateway.context.traces.flush();
    const payload = { provider: 'mistral', secret };
    const added = await gateway.app.inject({ method: 'POST', url: '/api/keys', headers: asAdmin, payload });
    expect(added.statusCode).toBe(201);
    for (const format of ['csv', 'json']) {
      const { body } = await file(gateway, `?format=${format}`);
      expect(body).toContain('abcdQQQQ...QQQQ');
      expect(body).not.toContain('QQQQQ');
    }
  });

  test('is the administrator’s, and names what it does not take', async () => {
    await using gateway = await startGateway();
    const url = '/api/traces/export';
    expect((await gateway.app.inject({ url })).statusCode).toBe(401);
    expect((await gateway.app.inject({ url, headers: asClient })).statusCode).toBe(403);
    for (const [query, allowed] of [
      ['format=xml', 'csv, json'],
      ['limit=5', 'format, before, '],
      ['outcome=fine', 'served, failed'],
    ]) {
      const answer = await gateway.app.inject({ url: `${url}?${query}`, headers: asAdmin });
      expect([answer.statusCode, answer.json().error.message]).toEqual([
        400,
        expect.stringContaining(`allowed: ${allowed}`),
      ]);
    }
  });
});
