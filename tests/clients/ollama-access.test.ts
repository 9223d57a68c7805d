import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../gateway.ts';
import { groqSpec } from './dialect-gateway.ts';

const own = { remoteAddress: '127.0.0.1', headers: { host: '127.0.0.1:6674' } };

function opened(mode: string): Promise<TestGateway> {
  return startGateway({ providers: [groqSpec], env: { NORIA_OLLAMA_API: mode } });
}

async function statusOf({ app }: TestGateway, options: InjectOptions): Promise<number> {
  return (await app.inject({ method: 'GET', url: '/ollama/api/tags', ...options })).statusCode;
}

test.each(['/ollama/', '/ollama/api/tags', '/ollama/api/chat'])(
  'off, which it is by itself: no %s',
  async (url) => {
    for (const env of [{}, { NORIA_OLLAMA_API: 'off' }]) {
      await using gateway = await startGateway({ providers: [groqSpec], env });
      const reply = await gateway.app.inject({ url, headers: asClient });
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toMatchObject({ error: `There is nothing at ${url}.`, code: 'not_found' });
    }
  },
);

test('on: everybody needs a key, this machine too', async () => {
  await using gateway = await opened('on');
  expect(await statusOf(gateway, own)).toBe(401);
  expect(await statusOf(gateway, { ...own, headers: { ...own.headers, ...asClient } })).toBe(200);
  expect(await statusOf(gateway, { ...own, method: 'POST', url: '/ollama/api/chat', payload: {} })).toBe(401);
});

test('a wrong word stops the start', async () => {
  await expect(opened('yes')).rejects.toThrow('NORIA_OLLAMA_API is "yes"; allowed: off, on, open');
});

describe('open', () => {
  test.each<[string, string, Record<string, string>]>([
    ['an editor', '127.0.0.1', { host: '127.0.0.1:6674' }],
    ['one that says localhost', '127.0.0.1', { host: 'localhost:6674' }],
    ['one over IPv6', '::1', { host: '[::1]:6674' }],
    ['one over a mapped address', '::ffff:127.0.0.1', { host: 'localhost' }],
    ['an editor’s window', '127.0.0.1', { host: 'localhost:6674', origin: 'vscode-webview://abc' }],
    ['a page of this machine', '127.0.0.1', { host: 'localhost:6674', origin: 'http://localhost:3000' }],
  ])('%s on this machine needs no key', async (_who, remoteAddress, headers) => {
    await using gateway = await opened('open');
    expect(await statusOf(gateway, { remoteAddress, headers })).toBe(200);
  });

  test.each<[string, string, Record<string, string>]>([
    ['another machine', '192.168.1.7', { host: '192.168.1.5:6674' }],
    ['another machine that says localhost', '192.168.1.7', { host: 'localhost:6674' }],
    [
      'another machine that claims to be this one',
      '192.168.1.7',
      { host: 'localhost', 'x-noria-peer': '127.0.0.1' },
    ],
    ['a host that is no loopback', '127.0.0.1', { host: '192.168.1.5:6674' }],
    ['a proxy on this machine', '127.0.0.1', { host: 'localhost:6674', 'x-forwarded-for': '203.0.113.7' }],
    ['a page of the web', '127.0.0.1', { host: 'localhost:6674', origin: 'https://evil.example' }],
    ['a page in a sandbox', '127.0.0.1', { host: 'localhost:6674', origin: 'null' }],
    [
      'a picture on a page of the web',
      '127.0.0.1',
      { host: 'localhost:6674', 'sec-fetch-site': 'cross-site' },
    ],
  ])('%s needs one', async (_who, remoteAddress, headers) => {
    await using gateway = await opened('open');
    const ask = { remoteAddress, headers };
    expect(await statusOf(gateway, ask)).toBe(401);
    expect(await statusOf(gateway, { ...ask, method: 'POST', url: '/ollama/api/chat', payload: '{' })).toBe(
      401,
    );
    expect(gateway.fleet.get('groq').calls).toEqual([]);
  });

  test('a name that was made to lead here is refused', async () => {
    await using gateway = await opened('open');
    const rebound = { ...own, headers: { host: 'rebound.evil.example:6674' } };
    expect([401, 421]).toContain(await statusOf(gateway, rebound));
  });

  test('what an editor invents as a key is no guess at the administrator’s token', async () => {
    await using gateway = await opened('open');
    const headers = { ...own.headers, authorization: 'Bearer ollama' };
    for (let call = 0; call < 12; call += 1) expect(await statusOf(gateway, { ...own, headers })).toBe(200);
    const admin = { ...own, url: '/api/keys', headers: { ...own.headers, ...asAdmin } };
    expect(await statusOf(gateway, admin)).toBe(200);
  });

  test('over a real connection', async () => {
    await using gateway = await opened('open');
    const url = await gateway.listen();
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], stream: false });
    const served = await fetch(`${url}/ollama/api/chat`, { method: 'POST', body });
    expect([served.status, served.headers.get('x-noria-provider')]).toEqual([200, 'groq']);
    const page = await fetch(`${url}/ollama/api/chat`, {
      method: 'POST',
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect(page.status).toBe(401);
    expect(await page.json()).toMatchObject({
      error: expect.stringContaining('A key is missing'),
      code: 'unauthorized',
    });
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
  });
});
