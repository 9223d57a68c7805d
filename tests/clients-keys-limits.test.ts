import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startFleet } from '../fleet/fleet.ts';
import { until } from '../fleet/testing.ts';
import { adminToken, clientKey, startGateway, type TestGateway } from './gateway.ts';
import { admin, askAs, askManyAs, errorOf, makeClient, served, showClient } from './support/client-keys.ts';
import { folderWith, send } from './support/crew.ts';
import { dial, headOf } from './support/dial.ts';
import { groqKey } from './support/gateway.ts';
import { leapingClock, type LeapingClock } from './support/leaping-clock.ts';
import { startNoria } from './support/process.ts';

const yaml = 'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }';
const groq = { id: 'groq', keys: [groqKey(1)], limits: [], answer: 'word '.repeat(40) };
const impatient = { NORIA_MAX_WAIT_MS: '0' };
const dayMs = 86_400_000;
const homes: string[] = [];

afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** A folder of its own, removed at the end. */
function homeWith(text: string): string {
  homes.push(folderWith(text));
  return homes.at(-1) ?? '';
}

describe('limits of a client', () => {
  const home = homeWith(yaml);
  let gateway: TestGateway;
  let url: string;
  let clock: LeapingClock;

  beforeAll(async () => {
    clock = leapingClock();
    gateway = await startGateway({ providers: [groq], folder: home, env: impatient, clock });
    url = await gateway.listen();
  });

  afterAll(() => gateway[Symbol.asyncDispose]());

  const chat = (key: string) => askAs(url, key);
  const chunked = (key: string) => askAs(url, key, {}, { 'transfer-encoding': 'chunked' });
  const small = (key: string) =>
    send(`${url}/api/chat`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: '{"message":"hello"}',
    });

  test.each([
    ['the fast lane', chat],
    ['the framework', chunked],
    ['the small chat', small],
  ])('requests a minute end at the limit, over %s, and come back after a minute', async (_way, ask) => {
    const { id, key } = await makeClient(url, { limits: { requests_per_minute: 3 } });
    for (let call = 0; call < 3; call += 1) expect((await ask(key)).status).toBe(200);
    const asked = gateway.fleet.get('groq').count();
    const refused = await ask(key);
    expect([refused.status, errorOf(refused)]).toMatchObject([
      429,
      {
        code: 'pool_exhausted',
        message: expect.stringMatching(
          /^The limit of this client key, 3 requests a minute, is used/,
        ) as string,
      },
    ]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(55);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers['x-noria-trace']).toMatch(/^trc_/);
    expect(gateway.fleet.get('groq').count()).toBe(asked);
    const [quota] = (await showClient(url, id)).quotas;
    expect(quota).toMatchObject({ unit: 'requests', window: 'minute', limit: 3, used: 3, remaining: 0 });
    clock.leap(60_001);
    expect((await ask(key)).status).toBe(200);
  });

  it('all ways draw from one count', async () => {
    const { key } = await makeClient(url, { limits: { requests_per_minute: 3 } });
    const replies = [
      await chat(key),
      await chunked(key),
      await small(key),
      await chat(key),
      await small(key),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  });

  it('a crowd at once gets the limit, not one more', async () => {
    const { key } = await makeClient(url, { limits: { requests_per_minute: 7 } });
    const replies = await askManyAs(url, key, 40);
    expect(served(replies)).toBe(7);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(33);
  });

  it('tokens a day are what was really used, and end at midnight in UTC', async () => {
    const { id, key } = await makeClient(url, { limits: { tokens_per_day: 700 } });
    let refused = await chat(key);
    for (let call = 0; call < 50 && refused.status === 200; call += 1) refused = await chat(key);
    expect([refused.status, errorOf(refused).message]).toEqual([
      429,
      expect.stringContaining('700 tokens a day'),
    ]);
    const untilMidnight = Math.ceil((dayMs - (clock.now() % dayMs)) / 1_000);
    expect(Math.abs(Number(refused.headers['retry-after']) - untilMidnight)).toBeLessThanOrEqual(2);
    const { usage, quotas } = await showClient(url, id);
    const used = usage.today.input_tokens + usage.today.output_tokens;
    expect(usage.today.requests).toBeGreaterThan(1);
    expect(quotas[0]?.used).toBe(used);
    expect(used).toBeLessThanOrEqual(700);
    clock.leap(dayMs - (clock.now() % dayMs));
    expect((await chat(key)).status).toBe(200);
    expect((await showClient(url, id)).usage.today.requests).toBe(1);
  });

  it('a request that alone is more than the limit is told so, and not when to come back', async () => {
    const { key } = await makeClient(url, { limits: { tokens_per_day: 700 } });
    const huge = await askAs(url, key, { messages: [{ role: 'user', content: 'word '.repeat(2_000) }] });
    expect([huge.status, huge.headers['retry-after']]).toEqual([429, undefined]);
    expect(errorOf(huge).message).toContain('This request alone is more than that');
    expect((await chat(key)).status).toBe(200);
  });

  it('who has nothing left is told before a byte of the body is read', async () => {
    const { key } = await makeClient(url, { limits: { requests_per_minute: 1 } });
    await chat(key);
    const { socket, seen } = await dial(url);
    socket.write(headOf([`authorization: Bearer ${key}`, 'content-length: 5000000']));
    await until(() => seen().includes('429'));
    expect(seen()).toContain('pool_exhausted');
    socket.destroy();
  });

  it('lists and errors before the relay take nothing', async () => {
    const { id, key } = await makeClient(url, { limits: { requests_per_minute: 1 } });
    await send(`${url}/v1/models`, { headers: { 'x-api-key': key } });
    expect((await askAs(url, key, { messages: 'none' })).status).toBe(400);
    expect((await showClient(url, id)).quotas[0]?.used).toBe(0);
    expect((await chat(key)).status).toBe(200);
  });

  it('a client over its own limit is no failure of the service, nor a request of its own', async () => {
    const { id, key } = await makeClient(url, { limits: { requests_per_minute: 2 } });
    const health = async () =>
      JSON.parse((await send(`${url}/api/health`, { headers: { 'x-api-key': clientKey } })).text) as {
        status: string;
        today: { requests: number; failures: number };
      };
    const before = await health();
    // They pass the door together, and then it is the relay that refuses.
    const waiting = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { socket, seen } = await dial(url);
        socket.write(
          headOf([
            `authorization: Bearer ${key}`,
            'content-length: 52',
            'expect: 100-continue',
            'connection: close',
          ]),
        );
        await until(() => seen().includes('100 Continue'));
        return { socket, seen };
      }),
    );
    for (const { socket } of waiting) socket.write('{"messages": [{"role": "user", "content": "hello"}]}');
    const codes = waiting.map(async ({ seen }) => {
      await until(() => /HTTP\/1.1 (200|429)/.test(seen()));
      return /HTTP\/1.1 (200|429)/.exec(seen())?.[1];
    });
    expect((await Promise.all(codes)).filter((code) => code === '200')).toHaveLength(2);
    expect((await chat(key)).status).toBe(429);
    const after = await health();
    expect(after).toMatchObject({ status: before.status });
    expect(after.today.failures).toBe(before.today.failures);
    expect(after.today.requests).toBe(before.today.requests + 2);
    expect((await showClient(url, id)).usage.today).toMatchObject({ requests: 2, failures: 0 });
  });

  it('are changed while the server runs: what is used stays used', async () => {
    const { id, key } = await makeClient(url, { limits: { requests_per_minute: 2 } });
    expect(served(await askManyAs(url, key, 5))).toBe(2);
    await admin(url, 'PATCH', `/${id}`, { limits: { requests_per_minute: 5 } });
    expect(served(await askManyAs(url, key, 9))).toBe(3);
    await admin(url, 'PATCH', `/${id}`, { limits: null });
    expect(served(await askManyAs(url, key, 9))).toBe(9);
    await admin(url, 'PATCH', `/${id}`, { limits: { requests_per_minute: 4 } });
    expect((await chat(key)).status).toBe(429);
  });

  it('one heavy client takes nothing of another’s share', async () => {
    const limits = { requests_per_minute: 10 };
    const [heavy, light] = [await makeClient(url, { limits }), await makeClient(url, { limits })];
    const [flood, few] = await Promise.all([askManyAs(url, heavy.key, 60), askManyAs(url, light.key, 10)]);
    expect([served(flood), served(few)]).toEqual([10, 10]);
  });
});

describe('limits over a restart', () => {
  it('are not new: what was used is used', async () => {
    const folder = homeWith(yaml);
    const limits = { requests_per_minute: 5 };
    let client = { id: '', key: '' };
    {
      await using first = await startGateway({ providers: [groq], folder, env: impatient });
      const url = await first.listen();
      client = await makeClient(url, { limits, routes: ['auto'], expires_at: '2100-01-01' });
      expect(served(await askManyAs(url, client.key, 3))).toBe(3);
    }
    await using second = await startGateway({ providers: [groq], folder, env: impatient });
    const url = await second.listen();
    expect(served(await askManyAs(url, client.key, 6))).toBe(2);
    expect(await showClient(url, client.id)).toMatchObject({
      limits,
      routes: ['auto'],
      expires_at: '2100-01-01T00:00:00.000Z',
      usage: { total: { requests: 5, failures: 0 } },
    });
  });

  it('nor after a kill -9', async () => {
    const fleet = await startFleet([groq]);
    const folder = homeWith(yaml);
    const env = { NORIA_ADMIN_TOKEN: adminToken, NORIA_API_KEY: clientKey, ...impatient, ...fleet.env() };
    const first = await startNoria({ folder, env });
    const { key } = await makeClient(first.url, {
      limits: { requests_per_minute: 6, tokens_per_day: 100_000 },
    });
    for (let call = 0; call < 4; call += 1) expect((await askAs(first.url, key)).status).toBe(200);
    await first.kill('SIGKILL');
    const second = await startNoria({ folder, env });
    const after = served(await askManyAs(second.url, key, 12));
    // What was written ahead of a crash counts as used.
    expect(after).toBeLessThanOrEqual(2);
    expect((await askAs(second.url, key)).status).toBe(429);
    await second.kill('SIGKILL');
    await fleet.close();
  });
});

describe('fairness', () => {
  it('a client’s single requests are served in turn while another floods', async () => {
    const perSecond = {
      unit: 'requests',
      amount: 10,
      window: { kind: 'refill', ms: 1_000 },
      per: 'account',
    } as const;
    const folder = homeWith(
      'providers: { groq: { limits: { requests: { second: 10 } }, windows: { second: refill }, models: [openai/gpt-oss-120b] } }',
    );
    await using gateway = await startGateway({
      providers: [{ ...groq, limits: [perSecond] }],
      folder,
      env: { NORIA_MAX_WAIT_MS: '60000' },
    });
    const url = await gateway.listen();
    const [ann, bob] = [await makeClient(url, { name: 'ann' }), await makeClient(url, { name: 'bob' })];
    const flood = askManyAs(url, ann.key, 60);
    await until(() => gateway.context.relay.waiting > 30);
    const { calls } = gateway.fleet.get('groq');
    const servedBefore: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const from = calls.length;
      const reply = await askAs(url, bob.key, { messages: [{ role: 'user', content: `bob ${turn}` }] });
      expect(reply.status).toBe(200);
      servedBefore.push(calls.findIndex(({ body }) => JSON.stringify(body).includes(`bob ${turn}`)) - from);
    }
    // Ann's crowd was still there all the time.
    expect(gateway.context.relay.waiting).toBeGreaterThan(20);
    // A turn of Ann's, and who was served while the call was on its way.
    for (const others of servedBefore) expect(others).toBeLessThanOrEqual(5);
    expect(served(await flood)).toBe(60);
  });
});
