import { describe, expect, test } from 'vitest';
import { createHostCheck } from '../../src/api/http/host-check.ts';
import { parseHostNames } from '../../src/config/host-names.ts';
import { asClient, clientKey, startGateway } from '../gateway.ts';
import { speak, statusOf } from './raw.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 } as const;
const knows = (text: string | undefined, hosts = '', host = '127.0.0.1'): boolean =>
  createHostCheck({ host, hosts: parseHostNames(hosts) ?? [] }).knows(text);

describe('the host that a request names', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.1:6674',
    '10.0.0.7:80',
    '[::1]',
    '[::1]:6674',
    '[fe80::1]',
    'localhost',
    'LocalHost:6674',
    'localhost.',
    'noria.localhost:6674',
    'host.docker.internal:6674',
    undefined,
  ])('%s is ours without a setting', (text) => expect(knows(text)).toBe(true));

  test.each([
    'evil.example',
    'evil.example:6674',
    'noria',
    'noria:6674',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '127.0.0.1@evil.example',
    'evil.example#127.0.0.1',
    '',
    ' ',
    '127.0.0.1:',
    '127.0.0.1:99999999',
    'localhost:80:80',
    '[::1',
    '127.1',
    '2130706433',
    '0x7f.1',
    'a/127.0.0.1',
    'localhost\u0000.evil',
    '*',
  ])('%j is not', (text) => expect(knows(text)).toBe(false));

  test('NORIA_HOSTS and HOST add names, * all of them', () => {
    expect(knows('noria:6674', 'noria, gw.example.com')).toBe(true);
    expect(knows('GW.example.com', 'noria,GW.example.com')).toBe(true);
    expect(knows('sub.gw.example.com', 'gw.example.com')).toBe(false);
    expect(knows('box.lan:6674', '', 'box.lan')).toBe(true);
    expect(knows('anything.example', '*')).toBe(true);
    expect(knows('no host at all', '*')).toBe(false);
    for (const text of ['http://x', 'x:80', 'a b', ',', 'é']) expect(parseHostNames(text)).toBeUndefined();
  });

  test('one that was refused is refused again, also between good ones', () => {
    const check = createHostCheck({ host: '127.0.0.1', hosts: [] });
    const asked = ['localhost', 'evil.example', 'localhost', 'evil.example', '127.0.0.1', 'evil.example'];
    expect(asked.map((text) => check.knows(text))).toEqual([true, false, true, false, true, false]);
  });
});

describe('a request for another host', () => {
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
  const chat = (host: string): string =>
    `POST /v1/chat/completions HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${clientKey}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

  test('is refused with 421 in the dialect of its route, and the setting that would allow it, on the fast lane too', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const url = await gateway.listen();
    for (const request of [chat('evil.example'), 'GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n']) {
      const answer = await speak(url, request);
      expect(statusOf(answer)).toBe(421);
      expect(answer).toContain('"forbidden"');
      expect(answer).toContain('add it to NORIA_HOSTS');
    }
    expect(gateway.fleet.get('groq').calls).toHaveLength(0);
    expect(statusOf(await speak(url, chat('127.0.0.1')))).toBe(200);
  });

  test('is served where NORIA_HOSTS has the name: a container that asks http://noria:6674', async () => {
    await using gateway = await startGateway({ providers: [groq], env: { NORIA_HOSTS: 'noria' } });
    const url = await gateway.listen();
    expect(statusOf(await speak(url, chat('noria:6674')))).toBe(200);
    expect(statusOf(await speak(url, chat('noria.evil.example')))).toBe(421);
  });

  test('may ask whether the process lives', async () => {
    await using gateway = await startGateway();
    for (const url of ['/healthz', '/readyz'])
      expect((await gateway.app.inject({ url, headers: { host: 'pod-7.cluster' } })).statusCode).toBe(200);
  });
});

describe('requests that two readers would read differently', () => {
  const key = `authorization: Bearer ${clientKey}\r\n`;
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n${key}`;
  const hidden = 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n';

  test.each([
    [
      'a length and chunks',
      `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'chunks and a length',
      `${head}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['two lengths', `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x${hidden}`],
    ['a list of lengths', `${head}content-length: 2, 3\r\n\r\n{}x${hidden}`],
    ['a length with a sign', `${head}content-length: +2\r\n\r\n{}${hidden}`],
    ['a length that is none', `${head}content-length: 0x2\r\n\r\n{}${hidden}`],
    ['an encoding that is not last', `${head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`],
    [
      'an encoding with a tab',
      `${head}transfer-encoding:\tchunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['an encoding nobody knows', `${head}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['a space before the colon', `${head}content-length : 2\r\n\r\n{}${hidden}`],
    ['a folded line', `${head}x: a\r\n b: c\r\ncontent-length: 2\r\n\r\n{}${hidden}`],
    ['a bare line feed', `${head}x: a\ncontent-length: 2\r\n\r\n{}${hidden}`],
    ['a bare carriage return', `${head}x: a\rb: c\r\n\r\n${hidden}`],
    ['a nought in a header', `${head}x: a\u0000b\r\ncontent-length: 2\r\n\r\n{}${hidden}`],
    ['a chunk size that is none', `${head}transfer-encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n${hidden}`],
    [
      'a chunk size that overflows',
      `${head}transfer-encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n${hidden}`,
    ],
    ['no host', `POST /v1/chat/completions HTTP/1.1\r\n${key}content-length: 2\r\n\r\n{}`],
    [
      'two hosts',
      `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
    ],
    [
      'a whole address',
      `GET http://127.0.0.1/healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`,
    ],
    [
      'an address of another host',
      `GET http://evil.example/healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`,
    ],
    ['a star', `GET * HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`],
  ])(
    '%s: one answer, with 400, and nothing behind it is read',
    async (_name, request) => {
      await using gateway = await startGateway({ providers: [groq] });
      const url = await gateway.listen();
      const answer = await speak(url, request, /HTTP\/1\.1 200/);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(gateway.fleet.get('groq').calls).toHaveLength(0);
    },
    20_000,
  );

  test.each([
    ['//v1/models', 404],
    ['/v1//models', 404],
    ['/./v1/models', 404],
    ['/v1/../api/keys', 404],
    ['/v1/%2e%2e/api/keys', 404],
    ['/api%2fkeys', 404],
    ['/V1/models', 404],
    ['/v1/models%00', 404],
    ['/v1/models;x=y', 404],
    ['//evil.example/v1/models', 404],
    ['/api/keys%20', 404],
    ['/%', 400],
  ])('%s is no other way to a route', async (path, status) => {
    await using gateway = await startGateway();
    const url = await gateway.listen();
    const answer = await speak(url, `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${key}\r\n`);
    expect(statusOf(answer)).toBe(status);
    expect(answer.toLowerCase()).not.toContain('location:');
  });

  test('no header changes the method or the path', async () => {
    await using gateway = await startGateway();
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override'])
      expect(
        (
          await gateway.app.inject({
            method: 'POST',
            url: '/v1/models',
            headers: { ...asClient, [name]: 'GET' },
          })
        ).statusCode,
      ).toBe(405);
    for (const name of ['x-original-url', 'x-rewrite-url', 'x-forwarded-prefix'])
      expect(
        (await gateway.app.inject({ url: '/nothing', headers: { [name]: '/healthz' } })).statusCode,
      ).toBe(404);
  });

  test.each(['CONNECT', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'])('%s is no way in', async (method) => {
    await using gateway = await startGateway();
    const url = await gateway.listen();
    const target = method === 'CONNECT' ? '127.0.0.1:22' : '/v1/models';
    const answer = await speak(
      url,
      `${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\n${key}connection: close\r\n\r\n`,
    );
    expect([0, 400, 404, 405]).toContain(statusOf(answer));
    expect(answer).not.toContain(clientKey);
  });

  test('an upgrade is not taken', async () => {
    await using gateway = await startGateway();
    const url = await gateway.listen();
    const wish = 'connection: upgrade\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n';
    expect(statusOf(await speak(url, `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n${wish}\r\n`))).toBe(200);
  });

  test('headers beyond 16 kB are refused with 431', async () => {
    await using gateway = await startGateway();
    const url = await gateway.listen();
    expect(
      statusOf(
        await speak(url, `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`),
      ),
    ).toBe(431);
  });
});

describe('pages of other sites', () => {
  test('are answered no preflight, and get no header that would let them read', async () => {
    await using gateway = await startGateway();
    for (const url of ['/v1/chat/completions', '/api/keys', '/nothing']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const preflight = await gateway.app.inject({ method: 'OPTIONS', url, headers });
      expect([preflight.statusCode, preflight.json().error.code]).toEqual([403, 'forbidden']);
      const plain = await gateway.app.inject({
        url,
        headers: { ...asClient, origin: 'https://evil.example' },
      });
      for (const answer of [preflight, plain])
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});
