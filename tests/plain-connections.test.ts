import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { promisify } from 'node:util';
import OpenAI, { APIError } from 'openai';
import { Pool } from 'undici';
import { describe, expect, test } from 'vitest';
import { until } from '../fleet/testing.ts';
import { asClient, clientKey, startGateway, type TestGateway } from './gateway.ts';
import { dial, headOf } from './support/dial.ts';

const answer = 'One two three é – 語.';
const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0, limits: [], answer } as const;
const path = '/v1/chat/completions';
const json = { ...asClient, 'content-type': 'application/json' };

interface Plain extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly url: string;
  /** Requests that Node's own server has read. */
  byNode(): number;
}

async function open(change: object = {}): Promise<Plain> {
  const gateway = await startGateway({ providers: [{ ...groq, ...change }] });
  const url = await gateway.listen();
  let byNode = 0;
  gateway.app.server.on('request', () => (byNode += 1));
  return { gateway, url, byNode: () => byNode, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

function asking(change: object = {}): string {
  return JSON.stringify({ messages: [{ role: 'user', content: 'Hello é' }], ...change });
}

const wrong = { messages: 'none' };

/** What was said in a stream. */
function saidIn(events: string): string {
  return [...events.matchAll(/^data: (\{.*)$/gm)]
    .map(([, data = '']) => JSON.parse(data).choices[0]?.delta.content ?? '')
    .join('');
}

function saidBy(body: string): unknown {
  return JSON.parse(body).choices[0].message.content;
}

function codeIn(body: string): unknown {
  return JSON.parse(body).error.code;
}

describe('a whole answer, a stream and an error, on connections that are read below Node', () => {
  test('by the library of OpenAI', async () => {
    await using plain = await open();
    const client = new OpenAI({ baseURL: `${plain.url}/v1`, apiKey: clientKey, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'Hello é' }];
    const whole = await client.chat.completions.create({ model: 'auto', messages });
    expect(whole.choices[0]?.message.content).toBe(answer);
    let streamed = '';
    for await (const { choices } of await client.chat.completions.create({
      model: 'auto',
      messages,
      stream: true,
    }))
      streamed += choices[0]?.delta.content ?? '';
    expect(streamed).toBe(answer);
    const refused = await client.chat.completions
      .create({ model: 'auto', messages: 'none' as unknown as typeof messages })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(APIError);
    expect((refused as APIError).status).toBe(400);
    expect(plain.byNode()).toBe(0);
  });

  test('by fetch', async () => {
    await using plain = await open();
    const ask = (body: string): Promise<Response> =>
      fetch(plain.url + path, { method: 'POST', headers: json, body });
    expect(saidBy(await (await ask(asking())).text())).toBe(answer);
    expect(saidIn(await (await ask(asking({ stream: true }))).text())).toBe(answer);
    const refused = await ask(asking(wrong));
    expect([refused.status, codeIn(await refused.text())]).toEqual([400, 'invalid_request']);
    expect(plain.byNode()).toBe(0);
  });

  test('by a pool of undici that does not wait for answers', async () => {
    await using plain = await open();
    const pool = new Pool(plain.url, { connections: 1, pipelining: 10 });
    const ask = async (body: string): Promise<readonly [number, string]> => {
      const request = {
        path,
        method: 'POST',
        headers: json,
        body,
        idempotent: true,
        blocking: false,
      } as const;
      const { statusCode, body: answered } = await pool.request(request);
      return [statusCode, await answered.text()];
    };
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => ask(asking([{}, { stream: true }, wrong][at % 3]))),
    );
    for (const [at, [status, told]] of answers.entries()) {
      if (at % 3 === 0) expect([status, saidBy(told)]).toEqual([200, answer]);
      else if (at % 3 === 1) expect([status, saidIn(told)]).toEqual([200, answer]);
      else expect([status, codeIn(told)]).toEqual([400, 'invalid_request']);
    }
    expect(plain.byNode()).toBe(0);
    await pool.close();
  });

  test('by node:http on one connection', async () => {
    await using plain = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const ask = async (body: string): Promise<readonly [number | undefined, string]> => {
      const headers = { ...json, 'content-length': Buffer.byteLength(body) };
      const req = httpRequest(plain.url + path, { method: 'POST', agent, headers }).end(body);
      const [res] = await once(req, 'response');
      ports.add(req.socket?.localPort);
      return [res.statusCode, await textOf(res)];
    };
    for (let turn = 0; turn < 3; turn += 1) {
      expect(saidBy((await ask(asking()))[1])).toBe(answer);
      expect(saidIn((await ask(asking({ stream: true })))[1])).toBe(answer);
      const [status, told] = await ask(asking(wrong));
      expect([status, codeIn(told)]).toEqual([400, 'invalid_request']);
    }
    expect([ports.size, plain.byNode()]).toEqual([1, 0]);
    agent.destroy();
  });

  test('by curl', async () => {
    await using plain = await open();
    const curl = async (...bodies: readonly string[]): Promise<string> => {
      const headers = Object.entries(json).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
      const usual = ['-sS', '-N', '-w', '\n%{http_code} %{num_connects}\n', ...headers];
      const calls = bodies.map((body) => [...usual, '--data-binary', body, plain.url + path]);
      const words = calls.flatMap((call, at) => (at === 0 ? call : ['--next', ...call]));
      return (await promisify(execFile)('curl', words)).stdout;
    };
    const [whole = '', ended] = (await curl(asking())).split('\n');
    expect([saidBy(whole), ended]).toEqual([answer, '200 1']);
    expect(saidIn(await curl(asking({ stream: true })))).toBe(answer);
    const [refused = '', status] = (await curl(asking(wrong))).split('\n');
    expect([codeIn(refused), status]).toEqual(['invalid_request', '400 1']);
    expect((await curl(asking(), asking({ stream: true }), asking())).match(/^200 \d$/gm)).toEqual([
      '200 1',
      '200 0',
      '200 0',
    ]);
    expect(plain.byNode()).toBe(0);
  });
});

describe('a connection by hand', () => {
  const lines = (body: string): string =>
    headOf([`authorization: Bearer ${clientKey}`, `content-length: ${Buffer.byteLength(body)}`]) + body;

  test('a thousand wrong bodies that wait for an answer are each refused then, and the next is answered', async () => {
    await using plain = await open({ latencyMs: 100 });
    const { socket, seen } = await dial(plain.url);
    socket.write(lines(asking()));
    await until(() => plain.gateway.context.relay.running === 1);
    socket.write(lines('x').repeat(1_000) + lines(asking({ stream: true })));
    await until(() => seen().includes('[DONE]'));
    expect(seen().match(/HTTP\/1\.1 400 /g)).toHaveLength(1_000);
    expect(seen()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test('whoever is not known, or asks for something else, is answered by the framework, on the same connection', async () => {
    await using plain = await open();
    const { socket, seen } = await dial(plain.url);
    const models = `GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${clientKey}\r\n\r\n`;
    socket.write(lines(asking()) + models + lines(asking({ stream: true })));
    await until(() => seen().includes('[DONE]'));
    expect(seen().match(/HTTP\/1\.1 200 OK\r\n/g)).toHaveLength(3);
    expect(plain.byNode()).toBe(2);
    socket.destroy();
    const stranger = await dial(plain.url);
    stranger.socket.write(lines(asking()).replace(clientKey, 'sk-noria-nobody'));
    await until(() => stranger.seen().includes('"unauthorized"'));
    expect(stranger.seen()).toMatch(/^HTTP\/1\.1 401 /);
    stranger.socket.destroy();
  });

  test.each(['destroy', 'end'] as const)('who leaves (%s) in a stream ends the call', async (leave) => {
    await using plain = await open({ answer: 'word '.repeat(200), chunks: 200, chunkMs: 20 });
    const provider = plain.gateway.fleet.get('groq');
    const { socket, seen } = await dial(plain.url);
    socket.write(lines(asking({ stream: true })));
    await until(() => seen().includes('data: '));
    expect(provider.openStreams()).toBe(1);
    socket[leave]();
    await until(() => provider.openStreams() === 0);
    expect(plain.byNode()).toBe(0);
  });

  test('while the gateway drains, a stream ends and its connection with it, and whoever asks then is told', async () => {
    await using plain = await open({ answer: 'word '.repeat(20), chunks: 20, chunkMs: 20 });
    const idle = await dial(plain.url);
    idle.socket.write(lines(asking()));
    await until(() => idle.seen().includes('chat.completion'));
    const streaming = await dial(plain.url);
    streaming.socket.write(lines(asking({ stream: true })));
    await until(() => streaming.seen().includes('data: '));
    plain.gateway.context.state.draining = true;
    idle.socket.write(lines(asking()));
    await until(() => idle.seen().includes('"shutting_down"'));
    await plain.gateway.app.close();
    expect(streaming.seen()).toContain('[DONE]');
    await until(() => idle.closed() && streaming.closed());
  });
});
