import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient, type HttpCall } from '../http.ts';
import { answering, hear, startRawServer } from './raw-server.fixture.ts';

const clientOf = () =>
  createHttpClient({
    connectMs: 1_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
  });

/** Its bytes as the server has them, a character each. */
async function written(call: Partial<HttpCall> & { path?: string }): Promise<{ text: string; port: number }> {
  let text = '';
  await using server = await startRawServer(
    answering((request) => {
      text = request;
      return 'HTTP/1.1 204 No\r\n\r\n';
    }),
  );
  const http = clientOf();
  const { path = '/', ...rest } = call;
  const hearing = hear(http, { url: `${server.url}${path}`, ...rest });
  await hearing.over;
  expect(hearing.told).toEqual(['sent', 'head', 'end']);
  await http.close();
  return { text, port: server.port };
}

test('a GET is its path with the query, its host with the port, and its headers', async () => {
  const headers = { authorization: 'Bearer sk-1', 'x-word': 'caf\xe9', 'X-Empty': '' };
  const { text, port } = await written({ path: '/v1/models?a=b%20c&d=é#part', headers });
  expect(text.split('\r\n')).toEqual([
    'GET /v1/models?a=b%20c&d=%C3%A9 HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'connection: keep-alive',
    'accept-encoding: identity',
    'user-agent: noria',
    'authorization: Bearer sk-1',
    'x-word: caf\xe9',
    'X-Empty: ',
    '',
    '',
  ]);
});

test.each([
  ['none', undefined],
  ['an empty one', ''],
  ['one of a byte', 'x'],
  ['one of text beyond ASCII', '{"é":"日本 😀"}'],
  ['one of every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
  ['the longest of one write', 'é'.repeat(8_192)],
  ['the shortest of two', Buffer.alloc(16_385, 0xe9)],
  ['one of 10 MB', Buffer.alloc(10_000_000, 'ab')],
])('a POST with %s is its length in bytes and its bytes', async (_what, body) => {
  const bytes = Buffer.from(body ?? '');
  const { text } = await written({ method: 'POST', ...(body === undefined ? {} : { body }) });
  const end = text.indexOf('\r\n\r\n');
  expect(text.slice(0, end).match(/content-length: .*/g)).toEqual([`content-length: ${bytes.length}`]);
  expect(Buffer.from(text.slice(end + 4), 'latin1').equals(bytes)).toBe(true);
});

test('a GET that has a body says how long it is: it would be read as the next request', async () => {
  const { text } = await written({ method: 'GET', body: 'abc' });
  expect(text).toMatch(/content-length: 3\r\n\r\nabc$/);
});

test.each([
  ['a line end in a value', { 'x-a': 'b\r\nx-c: d' }],
  ['a bare line feed in a value', { 'x-a': 'b\nc' }],
  ['a NUL in a value', { 'x-a': 'b\0' }],
  ['a delete in a value', { 'x-a': 'b\x7f' }],
  ['more than a byte in a value', { 'x-a': 'Ā' }],
  ['a line end in a name', { 'x-a: b\r\nx-c': 'd' }],
  ['a colon in a name', { 'x:a': 'b' }],
  ['a blank in a name', { 'x a': 'b' }],
  ['a letter beyond ASCII in a name', { 'x-é': 'b' }],
  ['more than a byte in a name', { 'x-\u010a': 'b' }],
  ['no name', { '': 'b' }],
  ['another length', { 'Content-Length': '0' }],
  ['another framing', { 'transfer-encoding': 'chunked' }],
  ['another host', { Host: 'other' }],
])('%s is refused before anything is sent', async (_what, more) => {
  let seen = 0;
  await using server = await startRawServer((socket) => socket.on('data', () => (seen += 1)));
  const http = clientOf();
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'x', ...more };
  for (let times = 0; times < 2; times += 1) {
    const hearing = hear(http, { url: server.url, method: 'POST', headers, body: 'x' });
    await hearing.over;
    expect(hearing.told).toEqual(['failed']);
    expect(hearing.error?.message).toMatch(/header/);
  }
  await turn();
  expect([seen, server.sockets.length]).toEqual([0, 0]);
  await http.close();
});
