import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TraceDetailView } from '../src/api/views/trace-view.ts';
import { asAdmin, asClient, startGateway, temporaryFolder, type TestGateway } from './gateway.ts';
import { ask, dailyGroq, dailyYaml, send, startTestCrew } from './support/crew.ts';
import { readEvents } from './support/event-stream.ts';
import { groqKey } from './support/gateway.ts';
import { routesOf } from './security/routes-of.ts';

const asked = 'canary-of-the-question';
const answered = 'canary-of-the-answer';
const key = `gsk_${'q'.repeat(48)}`;
const groq = {
  id: 'groq',
  keys: [key],
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
  answer: `It says ${answered}.`,
} as const;
const on = { NORIA_TRACE_BODIES: 'on' };

async function chat({ app }: TestGateway, more: object = {}, content = asked): Promise<string> {
  const payload = { messages: [{ role: 'user', content }], ...more };
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload,
  });
  expect(answer.statusCode).toBe(200);
  return String(answer.headers['x-noria-trace']);
}

async function shown({ app }: TestGateway, id: string): Promise<TraceDetailView> {
  return (await app.inject({ url: `/api/traces/${id}`, headers: asAdmin })).json<TraceDetailView>();
}

/** Files of a folder that hold a text. */
function holding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

describe('what is said in a request', () => {
  test('is nowhere unless the owner says so: not on the disk, in no answer, no event and no log', async () => {
    const folder = temporaryFolder();
    await using gateway = await startGateway({ folder, providers: [groq] });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    const ids = [await chat(gateway), await chat(gateway, { stream: true })];
    // Long ones are read in another way.
    ids.push(await chat(gateway, {}, `${asked} ${'and more '.repeat(2_000)}`));
    const failing = { messages: [{ role: 'user', content: asked }], model: 'nothing' };
    await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: asClient,
      payload: failing,
    });
    await page.first('request', ({ trace }) => trace?.outcome === 'failed');
    await gateway.context.traces.flush();
    expect(gateway.context.traces).not.toHaveProperty('bodies');
    for (const id of ids) expect((await shown(gateway, id)).bodies).toBeNull();
    const routes = (await routesOf(gateway.app)).filter(
      ({ method, url }) => method === 'GET' && url !== '/api/events',
    );
    expect(routes.length).toBeGreaterThan(15);
    const addresses = [...routes.map(({ url }) => url), '/api/traces?limit=500', `/api/traces?q=${asked}`];
    addresses.push('/api/traces/export?format=csv', '/api/traces/export?format=json');
    for (const url of [...addresses, ...ids.map((id) => `/api/traces/${id}`)]) {
      const { body } = await gateway.app.inject({ url, headers: asAdmin });
      expect({ url, told: body.includes(asked) || body.includes(answered) }).toEqual({ url, told: false });
    }
    for (const text of [asked, answered]) {
      expect(holding(folder, text)).toEqual([]);
      expect(page.raw()).not.toContain(text);
      expect(gateway.lines.filter((line) => line.includes(text))).toEqual([]);
    }
  });

  test('is kept where he does, and shown by the trace alone', async () => {
    const folder = temporaryFolder();
    await using gateway = await startGateway({ folder, providers: [groq], env: on });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    const bodies = { request: `user: ${asked}`, answer: `It says ${answered}.` };
    const ids = [await chat(gateway), await chat(gateway, { stream: true })];
    for (const id of ids) expect((await shown(gateway, id)).bodies).toEqual(bodies);
    await page.first('request', ({ trace }) => trace?.id === ids[1]);
    for (const url of ['/api/traces', '/api/traces/export', '/api/traces/export?format=csv']) {
      const { body } = await gateway.app.inject({ url, headers: asAdmin });
      expect(body).not.toMatch(/canary|bodies/);
    }
    expect(page.raw()).not.toMatch(/canary|bodies/);
    expect((await gateway.app.inject({ url: `/api/traces?q=${asked}`, headers: asAdmin })).json()).toEqual({
      traces: [],
    });
  });

  test('survives a restart with its trace, and goes with it', async () => {
    const folder = temporaryFolder();
    const env = { ...on, NORIA_TRACES_KEPT: '2' };
    let id = '';
    {
      await using gateway = await startGateway({ folder, providers: [groq], env });
      id = await chat(gateway);
    }
    await using gateway = await startGateway({ folder, providers: [groq], env });
    expect((await shown(gateway, id)).bodies).toEqual({
      request: `user: ${asked}`,
      answer: `It says ${answered}.`,
    });
    for (let call = 0; call < 2; call += 1) await chat(gateway, {}, 'Hello');
    await gateway.context.traces.flush();
    expect((await gateway.app.inject({ url: `/api/traces/${id}`, headers: asAdmin })).statusCode).toBe(404);
  });

  test('is forgotten, down to the bytes of the file, once he wants it no more', async () => {
    const folder = temporaryFolder();
    const long = `${asked} ${'and more '.repeat(1_500)}`;
    let id = '';
    {
      await using gateway = await startGateway({ folder, providers: [groq], env: on });
      id = await chat(gateway, {}, long);
      for (let call = 0; call < 20; call += 1) await chat(gateway, { stream: true });
    }
    expect(holding(folder, asked)).not.toEqual([]);
    await using gateway = await startGateway({ folder, providers: [groq] });
    for (const text of [asked, answered]) expect(holding(folder, text)).toEqual([]);
    expect(await shown(gateway, id)).toMatchObject({ id, outcome: 'served', bodies: null });
    await chat(gateway);
    await gateway.context.traces.flush();
    expect(holding(folder, asked)).toEqual([]);
  });

  test('leaves nothing behind where traces were forgotten before', async () => {
    const folder = temporaryFolder();
    {
      const env = { ...on, NORIA_TRACES_KEPT: '5' };
      await using gateway = await startGateway({ folder, providers: [groq], env });
      for (let call = 0; call < 30; call += 1) {
        await chat(gateway, {}, `${asked} ${'and more '.repeat(call * 60)}`);
        await gateway.context.traces.flush();
      }
    }
    await using _ = await startGateway({ folder, providers: [groq] });
    for (const text of [asked, answered]) expect(holding(folder, text)).toEqual([]);
  });

  test('holds no key, neither on the disk nor when it is shown', async () => {
    const folder = temporaryFolder();
    const leaking = { ...groq, answer: `Your key is ${key}, is it not?` };
    await using gateway = await startGateway({ folder, providers: [leaking], env: on });
    for (const stream of [false, true]) {
      const id = await chat(gateway, { stream }, `My key is ${key}!`);
      const expected = {
        request: 'user: My key is gsk_qqqq...qqqq!',
        answer: 'Your key is gsk_qqqq...qqqq, is it not?',
      };
      expect((await shown(gateway, id)).bodies).toEqual(expected);
      await gateway.context.traces.flush();
    }
    expect(holding(join(folder, 'data'), 'q'.repeat(20))).toEqual([]);
  });

  test('is kept of requests that failed, and of other dialects, as the client’s own words', async () => {
    await using gateway = await startGateway({ providers: [groq], env: on });
    const small = await gateway.app.inject({
      method: 'POST',
      url: '/api/chat',
      headers: asClient,
      payload: { message: asked },
    });
    expect((await shown(gateway, String(small.headers['x-noria-trace']))).bodies).toMatchObject({
      request: `user: ${asked}`,
      answer: `It says ${answered}.`,
    });
    const failing = { messages: [{ role: 'user', content: asked }], model: 'nothing' };
    const failed = await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: asClient,
      payload: failing,
    });
    expect((await shown(gateway, String(failed.headers['x-noria-trace']))).bodies).toEqual({
      request: `user: ${asked}`,
      answer: '',
    });
  });
});

test('with several processes, it is kept by all of them', async () => {
  const sim = dailyGroq([groqKey(1)], 100, { answer: `It says ${answered}.` });
  await using crew = await startTestCrew({
    workers: 2,
    specs: [sim],
    yaml: `${dailyYaml(100)}traces: { bodies: true }\n`,
  });
  for (const more of [{}, { stream: true }, {}]) {
    const { headers } = await ask(crew.url, { messages: [{ role: 'user', content: asked }], ...more });
    const { text } = await send(`${crew.url}/api/traces/${String(headers['x-noria-trace'])}`, {
      headers: asAdmin,
    });
    expect(JSON.parse(text)).toMatchObject({
      bodies: { request: `user: ${asked}`, answer: `It says ${answered}.` },
    });
  }
});
