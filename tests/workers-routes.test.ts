import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { until } from '../fleet/testing.ts';
import {
  asAdmin,
  asClient,
  askMany,
  clientKey,
  dailyGroq,
  dailyYaml,
  send,
  startTestCrew,
  type TestCrew,
} from './support/crew.ts';
import { groqKey } from './support/gateway.ts';
import { dial, headOf } from './support/dial.ts';

const keys = [1, 2].map(groqKey);
const text = 'The river never stops, and the wheel turns with it.';
let crew: TestCrew;

beforeAll(async () => {
  const groq = dailyGroq(keys, 5_000, { answer: text, chunks: 5, chunkMs: 5 });
  crew = await startTestCrew({
    workers: 2,
    specs: [groq],
    yaml: dailyYaml(5_000),
    env: { NORIA_BODY_LIMIT_MB: '1', LOG_LEVEL: 'debug' },
  });
}, 20_000);

afterAll(() => crew[Symbol.asyncDispose]());

describe('what a worker does not answer itself', () => {
  test.each([
    ['GET', '/healthz', {}, 200, '{"status":"ok"}'],
    ['GET', '/readyz', {}, 200, '{"status":"ready"}'],
    ['GET', '/api/health', {}, 200, '{"status":"ok"}'],
    ['GET', '/api/health', asClient, 200, '"providers":['],
    ['GET', '/v1/models', asClient, 200, '"object":"list"'],
    ['GET', '/v1/models', {}, 401, '"unauthorized"'],
    ['GET', '/api/keys', asAdmin, 200, '"masked":"gsk_test'],
    ['GET', '/api/keys', asClient, 403, '"forbidden"'],
    ['GET', '/api/providers', asAdmin, 200, '"groq"'],
    ['GET', '/api/forecast', asAdmin, 200, '"groq"'],
    ['GET', '/api/nothing', {}, 404, '"not_found"'],
    ['PATCH', '/api/chat', asClient, 405, '"method_not_allowed"'],
    ['POST', '/v1/chat/completions', {}, 401, '"unauthorized"'],
    ['GET', '/settings', {}, 200, '<!doctype html>'],
    ['GET', '/%ff', {}, 400, '"invalid_request"'],
    ['HEAD', '/v1/models', asClient, 200, ''],
  ] as const)(
    '%s %s: as the primary answers it, over any worker',
    async (...[method, path, headers, status, words]) => {
      for (let call = 0; call < 2; call += 1) {
        const reply = await send(`${crew.url}${path}`, { method, headers });
        expect([reply.status, reply.text.toLowerCase()]).toEqual([
          status,
          expect.stringContaining(words.toLowerCase()),
        ]);
        expect(reply.headers['x-frame-options']).toBe('DENY');
        expect(reply.headers.date).toBeDefined();
      }
    },
  );

  test('bodies, of a length or in chunks, arrive whole; the small chat call too', async () => {
    const body = JSON.stringify({ message: 'hello '.repeat(20_000) });
    for (const framing of [{ 'content-length': String(body.length) }, { 'transfer-encoding': 'chunked' }]) {
      const headers = { ...asClient, 'content-type': 'application/json', ...framing };
      const reply = await send(`${crew.url}/api/chat`, { method: 'POST', headers, body });
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([200, { success: true, content: text }]);
    }
    const { socket, seen } = await dial(crew.url);
    socket.write('POST /api/keys/none/test HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    await until(() => seen().includes('"unauthorized"'));
    expect(seen()).toContain('Connection: keep-alive');
    socket.write(
      `POST /api/keys/none/test HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${asAdmin.authorization}\r\n\r\n`,
    );
    await until(() => seen().includes('"not_found"'));
    socket.destroy();
  });

  test('wrong JSON is told in the worker as elsewhere', async () => {
    const reply = await send(`${crew.url}/v1/chat/completions`, {
      method: 'POST',
      headers: asClient,
      body: '{"a": 1,}',
    });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toMatchObject({
      error: { message: expect.stringContaining('line 1, column 9') },
    });
  });

  test('an encoded body is refused in words', async () => {
    const headers = { ...asClient, 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const reply = await send(`${crew.url}/v1/chat/completions`, { method: 'POST', headers, body: 'xx' });
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining('content-encoding gzip')]);
  });

  test('100-continue is sent only to who is let in', async () => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
    const stranger = await dial(crew.url);
    stranger.socket.write(headOf(['expect: 100-continue', `content-length: ${body.length}`]));
    await until(() => stranger.seen().includes('401'));
    expect(stranger.seen()).not.toContain('100 Continue');
    const client = await dial(crew.url);
    client.socket.write(
      headOf([
        `authorization: Bearer ${clientKey}`,
        'expect: 100-continue',
        `content-length: ${body.length}`,
      ]),
    );
    await until(() => client.seen().includes('100 Continue'));
    client.socket.write(body);
    await until(() => client.seen().includes('chat.completion'));
    for (const { socket } of [stranger, client]) socket.destroy();
  });

  test('a body beyond the limit and one of a stranger are refused without being read', async () => {
    for (const [credential, status] of [
      [clientKey, 413],
      ['sk-noria-wrong-000', 401],
    ] as const) {
      const { socket, seen, closed } = await dial(crew.url);
      let taken = 0;
      socket.write(headOf([`authorization: Bearer ${credential}`, 'content-length: 20000000']));
      const chunk = Buffer.alloc(65_536, 'x');
      const timer = setInterval(() => {
        if (taken < 20_000_000 && socket.writable && socket.writableLength === 0)
          taken += socket.write(chunk) ? chunk.length : 0;
      }, 0);
      await until(() => seen().startsWith(`HTTP/1.1 ${status} `));
      await until(() => closed());
      clearInterval(timer);
      expect(seen().toLowerCase()).toContain('connection: close');
      expect(taken).toBeLessThan(10_000_000);
      socket.destroy();
    }
  });

  test('a body in chunks that becomes too long is refused', async () => {
    const { socket, seen, closed } = await dial(crew.url);
    socket.write(headOf([`authorization: Bearer ${clientKey}`, 'transfer-encoding: chunked']));
    for (let piece = 0; piece < 20; piece += 1) socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    await until(() => closed());
    expect(seen()).toMatch(/^HTTP\/1\.1 413 /);
    expect(seen()).toContain('"body_too_large"');
    socket.destroy();
  });

  test('what is no HTTP is answered as by the framework', async () => {
    const { socket, seen, closed } = await dial(crew.url);
    socket.write('nonsense\r\n\r\n');
    await until(() => closed());
    expect(seen()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(seen()).toContain('{"error":"Bad Request","message":"Client Error","statusCode":400}');
  });

  test('a connection serves one request after the other, whoever answers them', async () => {
    const { socket, seen } = await dial(crew.url);
    const plain = `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
    socket.write(plain);
    await until(() => seen().includes('"ok"'));
    socket.write(headOf([`authorization: Bearer ${clientKey}`, `content-length: ${body.length}`]) + body);
    await until(() => seen().includes('chat.completion'));
    socket.write(plain);
    await until(() => seen().split('{"status":"ok"}').length === 3);
    socket.destroy();
  });
});

describe('streams', () => {
  it('come whole through every worker, and through the primary', async () => {
    const client = new OpenAI({ baseURL: `${crew.url}/v1`, apiKey: clientKey, maxRetries: 0 });
    for (let call = 0; call < 4; call += 1) {
      let whole = '';
      const stream = await client.chat.completions.create({
        model: 'auto',
        messages: [{ role: 'user', content: 'hello' }],
        stream: true,
      });
      for await (const chunk of stream) whole += chunk.choices[0]?.delta.content ?? '';
      expect(whole).toBe(text);
    }
    const body = JSON.stringify({ message: 'hello', stream: true });
    const small = await send(`${crew.url}/api/chat`, { method: 'POST', headers: asClient, body });
    expect(small.headers['content-type']).toContain('text/event-stream');
    expect(small.text.length).toBeGreaterThan(text.length);
  });

  it('a client that leaves aborts the call, on either way', async () => {
    const groq = crew.fleet.get('groq');
    for (const [path, body] of [
      ['/v1/chat/completions', { messages: [{ role: 'user', content: 'x' }], stream: true }],
      ['/api/chat', { message: 'x', stream: true }],
    ] as const) {
      groq.always({ kind: 'slow_drip', chunkMs: 500 });
      const leave = new AbortController();
      const response = await fetch(`${crew.url}${path}`, {
        method: 'POST',
        headers: asClient,
        body: JSON.stringify(body),
        signal: leave.signal,
      });
      expect(response.status).toBe(200);
      expect(groq.openStreams()).toBe(1);
      leave.abort();
      await until(() => groq.openStreams() === 0);
      groq.always(null);
    }
  });
});

describe('what is counted and remembered', () => {
  it('usage and traces of all workers are seen at once, each trace by its id', async () => {
    const before = await todayOf();
    const replies = await askMany(crew.url, 20);
    await until(() => replies.length === 20);
    await sleep(300);
    expect((await todayOf()) - before).toBe(20);
    const listed = JSON.parse(
      (await send(`${crew.url}/api/traces?limit=100`, { headers: asAdmin })).text,
    ) as {
      traces: { id: string; outcome: string }[];
    };
    const known = new Set(listed.traces.map(({ id }) => id));
    for (const { headers } of replies) expect(known).toContain(headers['x-noria-trace']);
    expect(listed.traces.map(({ id }) => id)).toEqual([...known].toSorted().toReversed());
    const id = String(replies[7]?.headers['x-noria-trace']);
    const shown = await send(`${crew.url}/api/traces/${id}`, { headers: asAdmin });
    expect(JSON.parse(shown.text)).toMatchObject({ id, outcome: 'served' });
  });

  async function todayOf(): Promise<number> {
    const { text: json } = await send(`${crew.url}/api/health`, { headers: asClient });
    return (JSON.parse(json) as { today: { requests: number } }).today.requests;
  }
});
