import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { mostSignIns, openSignIns, signInMs } from '../../src/api/session/sign-ins.ts';
import {
  adminToken,
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../gateway.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 } as const;
const own = { origin: 'http://localhost:80', host: 'localhost:80' };

interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: object | string;
  readonly from?: string;
}

function ask(
  gateway: TestGateway,
  url: string,
  { method = 'GET', headers = {}, payload, from }: Asking = {},
) {
  return gateway.app.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
    ...(from === undefined ? {} : { remoteAddress: from }),
  });
}

const signIn = (gateway: TestGateway, token: string, more: Asking = {}) =>
  ask(gateway, '/api/session', { method: 'POST', payload: { token }, ...more });

/** What a browser sends back. */
const cookieOf = (answer: LightMyRequestResponse): string =>
  String(answer.headers['set-cookie']).replace(/;.*$/s, '');

describe('signing in', () => {
  test('with the token gives a cookie that opens what the token opens, until it is signed out', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await signIn(gateway, adminToken, { headers: own });
    expect(answer.json()).toEqual({ signed_in: true, expires_at: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(answer.headers['set-cookie']).toMatch(
      /^noria_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookie = cookieOf(answer);
    expect((await ask(gateway, '/api/keys', { headers: { cookie } })).statusCode).toBe(200);
    expect(
      (await ask(gateway, '/v1/models', { headers: { cookie: `a=b; ${cookie}; c=d` } })).statusCode,
    ).toBe(200);
    expect((await ask(gateway, '/api/session', { headers: { cookie } })).json()).toMatchObject({
      signed_in: true,
    });
    const changed = await ask(gateway, '/api/providers/groq', {
      method: 'PUT',
      headers: { cookie, ...own },
      payload: { rotation: 'sticky' },
    });
    expect(changed.statusCode).toBe(200);
    const out = await ask(gateway, '/api/session', { method: 'DELETE', headers: { cookie, ...own } });
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
    expect((await ask(gateway, '/api/keys', { headers: { cookie } })).statusCode).toBe(401);
    expect((await ask(gateway, '/api/session', { headers: { cookie } })).json()).toEqual({
      signed_in: false,
      expires_at: null,
    });
  });

  test('over https the cookie is secure and bound to the host', async () => {
    await using gateway = await startGateway();
    for (const headers of [
      { origin: 'https://localhost', host: 'localhost' },
      { 'x-forwarded-proto': 'https' },
    ]) {
      const answer = await signIn(gateway, adminToken, { headers });
      expect(answer.headers['set-cookie']).toMatch(/^__Host-noria_session=.*; Secure$/);
      expect((await ask(gateway, '/api/keys', { headers: { cookie: cookieOf(answer) } })).statusCode).toBe(
        200,
      );
    }
  });

  test.each([
    [{ token: 'wrong' }, 401],
    [{ token: '' }, 400],
    [{}, 400],
    [{ token: 7 }, 400],
    [{ token: [adminToken] }, 400],
  ])('with %j is answered %i, without a cookie', async (payload, status) => {
    await using gateway = await startGateway();
    const answer = await ask(gateway, '/api/session', { method: 'POST', payload });
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([status, undefined]);
  });

  test('a client key does not sign in', async () => {
    await using gateway = await startGateway();
    expect((await signIn(gateway, asClient.authorization.slice(7))).statusCode).toBe(401);
  });

  test('a cookie that nobody gave opens nothing', async () => {
    await using gateway = await startGateway();
    for (const cookie of [
      'noria_session=x',
      'noria_session=',
      `noria_session=${adminToken}`,
      `noria_session=${'x'.repeat(9_000)}`,
    ])
      expect((await ask(gateway, '/api/keys', { headers: { cookie } })).statusCode).toBe(401);
  });

  test('outlives a restart, but not another token; the tables do not hold what the cookie holds', async () => {
    const folder = temporaryFolder();
    let cookie = '';
    {
      await using gateway = await startGateway({ folder });
      cookie = cookieOf(await signIn(gateway, adminToken));
      expect(await gateway.context.store.meta.get('sign_ins')).not.toContain(
        cookie.slice('noria_session='.length),
      );
    }
    const open = async (env = {}): Promise<number> => {
      await using gateway = await startGateway({ folder, env });
      return (await ask(gateway, '/api/keys', { headers: { cookie } })).statusCode;
    };
    expect(await open()).toBe(200);
    expect(await open({ NORIA_ADMIN_TOKEN: 'another-token-of-the-tests' })).toBe(401);
  });

  test('ends after its time, and the oldest when there are too many', async () => {
    const rows = new Map<string, string>();
    const meta = {
      get: async (name: string) => rows.get(name) ?? null,
      set: async (name: string, value: string) => void rows.set(name, value),
    };
    let now = 1_000;
    const book = await openSignIns({ meta, adminHash: () => 'a', now: () => now });
    const first = await book.begin();
    expect(book.openUntil(first.id)).toBe(1_000 + signInMs);
    now += signInMs;
    expect(book.openUntil(first.id)).toBeNull();
    const ids: string[] = [];
    for (let count = 0; count <= mostSignIns; count += 1) ids.push((await book.begin()).id);
    expect(ids.map((id) => book.openUntil(id) !== null)).toEqual([
      false,
      ...Array<boolean>(mostSignIns).fill(true),
    ]);
    expect((JSON.parse(rows.get('sign_ins') ?? '') as { open: unknown[] }).open).toHaveLength(mostSignIns);
  });
});

describe('a signed-in browser', () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
    { origin: 'http://localhost.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80' },
    {},
  ];

  test.each(foreign)('that is sent by another page (%j) changes nothing', async (headers) => {
    await using gateway = await startGateway({ providers: [groq] });
    const cookie = cookieOf(await signIn(gateway, adminToken));
    const asked = { host: 'localhost:80', cookie, ...headers };
    for (const [method, url] of [
      ['PUT', '/api/providers/groq'],
      ['POST', '/api/keys'],
      ['DELETE', '/api/keys/x'],
      ['POST', '/api/chat'],
      ['DELETE', '/api/session'],
    ] as const) {
      const answer = await ask(gateway, url, { method, headers: asked, payload: { enabled: false } });
      expect([method, url, answer.statusCode]).toEqual([method, url, 403]);
    }
    expect((await ask(gateway, '/api/keys', { headers: { cookie } })).statusCode).toBe(200);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    '',
  ])('sends JSON, not %j', async (type) => {
    await using gateway = await startGateway({ providers: [groq] });
    const cookie = cookieOf(await signIn(gateway, adminToken));
    const answer = await ask(gateway, '/api/providers/groq', {
      method: 'PUT',
      headers: { ...own, cookie, 'content-type': type },
      payload: '{"enabled":false}',
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'forbidden']);
  });

  test('from a page of ours, as browsers say it, changes things', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const cookie = cookieOf(await signIn(gateway, adminToken));
    for (const headers of [own, { 'sec-fetch-site': 'same-origin', origin: 'https://noria.example.com' }]) {
      const asked = { cookie, 'content-type': 'application/json; charset=utf-8', ...headers };
      const answer = await ask(gateway, '/api/providers/groq', {
        method: 'PUT',
        headers: asked,
        payload: '{"rotation":"sticky"}',
      });
      expect(answer.statusCode).toBe(200);
    }
  });

  test('is not asked for by whoever sends a key: that counts alone', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const cookie = cookieOf(await signIn(gateway, adminToken));
    expect((await ask(gateway, '/api/keys', { headers: { cookie, ...asClient } })).statusCode).toBe(403);
    const answer = await ask(gateway, '/api/providers/groq', {
      method: 'PUT',
      headers: { cookie, ...asAdmin },
      payload: {},
    });
    expect(answer.statusCode).toBe(200);
  });

  test('another site cannot sign one in', async () => {
    await using gateway = await startGateway();
    for (const headers of foreign.slice(0, -1)) {
      const answer = await signIn(gateway, adminToken, { headers: { host: 'localhost:80', ...headers } });
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
    }
  });
});

describe('guessing the token', () => {
  const guesser = '203.0.113.9';

  test('is slowed down for the address that guesses, at the login and at every route, right or wrong', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1)
      statuses.push((await signIn(gateway, `guess-${count}`, { from: guesser })).statusCode);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const refused = await signIn(gateway, adminToken, { from: guesser });
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'too_many_tries']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(200);
    for (const [url, headers] of [
      ['/api/keys', asAdmin],
      ['/v1/models', asAdmin],
      ['/v1/models', { 'x-api-key': adminToken }],
      ['/v1beta/models?key=guess-1000', {}],
      ['/api/keys', { authorization: 'Bearer guess-1000' }],
    ] as const)
      expect([url, (await ask(gateway, url, { headers, from: guesser })).statusCode]).toEqual([url, 429]);
  });

  test('locks out neither the owner elsewhere, nor the guesser’s client key, nor who is signed in', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const cookie = cookieOf(await signIn(gateway, adminToken, { from: guesser }));
    for (let count = 0; count < 11; count += 1)
      await ask(gateway, '/api/keys', { headers: { authorization: `Bearer guess-${count}` }, from: guesser });
    expect((await ask(gateway, '/api/keys', { headers: asAdmin, from: guesser })).statusCode).toBe(429);
    expect((await ask(gateway, '/api/keys', { headers: asAdmin, from: '198.51.100.1' })).statusCode).toBe(
      200,
    );
    expect((await signIn(gateway, adminToken, { from: '198.51.100.1' })).statusCode).toBe(200);
    expect((await ask(gateway, '/v1/models', { headers: asClient, from: guesser })).statusCode).toBe(200);
    expect((await ask(gateway, '/api/keys', { headers: { cookie }, from: guesser })).statusCode).toBe(200);
  });

  test('a tool that sends the same wrong key again and again has tried once, and locks nobody out', async () => {
    await using gateway = await startGateway();
    const headers = { authorization: 'Bearer sk-of-something-else' };
    for (let count = 0; count < 30; count += 1)
      expect((await ask(gateway, '/v1/models', { headers, from: guesser })).statusCode).toBe(401);
    expect((await ask(gateway, '/api/keys', { headers: asAdmin, from: guesser })).statusCode).toBe(200);
  });

  test('an old client key is no guess: its tool is told 401 for ever', async () => {
    await using gateway = await startGateway();
    for (let count = 0; count < 15; count += 1) {
      const headers = { authorization: 'Bearer sk-noria-withdrawn-0001' };
      expect((await ask(gateway, '/v1/models', { headers, from: guesser })).statusCode).toBe(401);
    }
  });

  test('from everywhere at once leaves an address that never guessed alone', async () => {
    await using gateway = await startGateway();
    for (let count = 0; count < 200; count += 1)
      await signIn(gateway, `guess-${count}`, { from: `203.0.${count >> 7}.${count & 127}` });
    expect((await signIn(gateway, 'guess', { from: '203.0.0.1' })).statusCode).toBe(429);
    expect((await signIn(gateway, adminToken, { from: '198.51.100.7' })).statusCode).toBe(200);
  });
});
