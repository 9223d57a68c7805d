import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient } from '../http.ts';
import type { Exchange } from './connection.ts';
import { Origin } from './origin.ts';
import { answering, hear, Hearing, startRawServer } from './raw-server.fixture.ts';

const clientOf = () =>
  createHttpClient({
    connectMs: 1_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
  });

const good = (body: string, lines = '') =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${lines}\r\n${body}`;

test('calls in a row go over one connection, also the one made at the end of another', async () => {
  await using server = await startRawServer(answering(good('ab')));
  const http = clientOf();
  for (let calls = 0; calls < 5; calls += 1) await hear(http, { url: server.url }).over;
  const next = new Hearing();
  hear(
    http,
    { url: server.url },
    new Hearing((what) => what === 'end' && hear(http, { url: server.url }, next)),
  );
  await next.over;
  expect([next.body, server.sockets.length]).toEqual(['ab', 1]);
  await http.close();
});

test('fifty at a time go over fifty, and their answers are their own', async () => {
  await using server = await startRawServer(answering((request) => good(/n=(\d+)/.exec(request)?.[1] ?? '')));
  const http = clientOf();
  for (let round = 0; round < 3; round += 1) {
    const all = Array.from({ length: 50 }, (_, n) => hear(http, { url: `${server.url}/?n=${n}` }));
    await Promise.all(all.map(({ over }) => over));
    expect(all.map(({ body }) => body)).toEqual(all.map((_, n) => String(n)));
  }
  expect(server.sockets).toHaveLength(50);
  await http.close();
});

test.each([
  ['says close', good('ab', 'connection: close\r\n')],
  ['says close among others', good('ab', 'connection: x,Close\r\n')],
  ['is HTTP/1.0', good('ab').replace('1.1', '1.0')],
  ['has bytes after its end', `${good('ab')}c`],
  ['is two answers', good('ab') + good('cd')],
  ['has a body where none may be', 'HTTP/1.1 304 Not\r\ncontent-length: 2\r\n\r\nab'],
  ['says that it keeps the connection for a second', good('ab', 'keep-alive: timeout=1\r\n')],
  [
    'is HTTP/1.0 in chunks',
    'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])('an answer that %s ends its connection', async (_what, answer) => {
  await using server = await startRawServer(answering(answer));
  const http = clientOf();
  const first = hear(http, { url: server.url });
  await first.over;
  const second = hear(http, { url: server.url });
  await second.over;
  expect([first.told.at(-1), second.told.at(-1), second.body]).toEqual(['end', 'end', first.body]);
  expect(server.sockets).toHaveLength(2);
  await http.close();
});

test('an answer before the request is out is told, and its connection is used no more', async () => {
  await using server = await startRawServer((socket) => {
    socket.once('data', () => socket.pause().write(good('too much')));
  });
  const http = clientOf();
  const hearing = hear(http, { url: server.url, method: 'POST', body: Buffer.alloc(10_000_000) });
  await hearing.over;
  expect([hearing.told.at(-1), hearing.body]).toEqual(['end', 'too much']);
  hear(http, { url: server.url });
  while (server.sockets.length < 2) await turn();
  await http.close();
});

test.each([
  ['ends', (socket: Socket) => void socket.end()],
  ['breaks', (socket: Socket) => void socket.resetAndDestroy()],
  ['says something on', (socket: Socket) => void socket.write(good('not yours'))],
])('a free connection that the server %s is used no more', async (_what, spoil) => {
  await using server = await startRawServer(answering(good('ab')));
  const http = clientOf();
  await hear(http, { url: server.url }).over;
  const [socket] = server.sockets as [Socket];
  const closed = once(socket, 'close');
  spoil(socket);
  await closed;
  const next = hear(http, { url: server.url });
  await next.over;
  expect([next.told.at(-1), next.body, server.sockets.length]).toEqual(['end', 'ab', 2]);
  await http.close();
});

/** With our end of its connections. */
function openOrigin(port: number): { origin: Origin; sockets: Socket[] } {
  const sockets: Socket[] = [];
  const origin = new Origin(new URL(`http://127.0.0.1:${port}`), (_place, connected) => {
    const socket = connect(port, '127.0.0.1', () => connected(null, socket));
    sockets.push(socket);
    return socket;
  });
  return { origin, sockets };
}

function exchangeOf(told: string[]): Exchange {
  return {
    isOver: false,
    carriedBy: () => undefined,
    sent: () => told.push('sent'),
    head: () => undefined,
    data: (bytes) => told.push(bytes.toString()),
    end: () => told.push('end'),
    failed: ({ message }) => told.push(message),
  };
}

const request = { head: 'GET / HTTP/1.1\r\n\r\n', body: null };

async function ask(origin: Origin, told: string[] = []): Promise<string[]> {
  origin.start(exchangeOf(told), request);
  while (told.length < 3) await turn();
  return told;
}

test.each([
  ['the server’s end', (socket: Socket) => void socket.push(null)],
  ['bytes nobody asked for', (socket: Socket) => void socket.push(good('not yours'))],
])('a free connection is not used where %s is read in the turn of the call', async (_what, read) => {
  await using server = await startRawServer(answering(good('ab')));
  const { origin, sockets } = openOrigin(server.port);
  await ask(origin);
  const told: string[] = [];
  // The call comes first, then what the system had for the connection: both in one turn.
  origin.start(exchangeOf(told), request);
  read(sockets[0]!);
  while (told.length < 3) await turn();
  expect([told, sockets.length]).toEqual([['sent', 'ab', 'end'], 2]);
  origin.close();
});

test('what stands behind an answer whose reader paused is no answer to the next call', async () => {
  await using server = await startRawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n'));
  const http = clientOf();
  const next = new Hearing();
  const paused = new Hearing((what, { control }) => {
    if (what === 'head') control?.pause();
    if (what === 'end') hear(http, { url: server.url }, next);
  });
  hear(http, { url: server.url }, paused);
  while (!paused.told.includes('head')) await turn();
  const [socket] = server.sockets as [Socket];
  for (const text of ['ab', good('not yours')]) {
    await new Promise<void>((resolve) => socket.write(text, () => resolve()));
    for (let turns = 0; turns < 5; turns += 1) await turn();
  }
  paused.control?.resume();
  await paused.over;
  while (!next.told.includes('head')) await turn();
  expect([server.sockets.length, next.body]).toEqual([2, '']);
  await http.close();
});

test.each([
  ['nothing', '', 30_000],
  ['ten seconds', 'keep-alive: timeout=10, max=5\r\n', 8_000],
  ['an hour', 'keep-alive: timeout=3600\r\n', 600_000],
])('an idle connection of a server that says %s is closed in time', async (_what, lines, ms) => {
  let answer = good('ab', lines);
  await using server = await startRawServer(answering(() => answer));
  const { origin, sockets } = openOrigin(server.port);
  await ask(origin);
  expect(sockets[0]!.timeout).toBe(ms);
  const running: string[] = [];
  origin.start(exchangeOf(running), request);
  while (running.length < 1) await turn();
  // A silence in an answer is for the attempt to judge.
  sockets[0]!.emit('timeout');
  while (running.length < 3) await turn();
  expect(running).toEqual(['sent', 'ab', 'end']);
  // The last word counts.
  answer = good('ab');
  await ask(origin);
  expect([sockets[0]!.timeout, sockets.length]).toEqual([30_000, 1]);
  sockets[0]!.emit('timeout');
  expect(sockets[0]!.destroyed).toBe(true);
  expect([await ask(origin), sockets.length]).toEqual([['sent', 'ab', 'end'], 2]);
  origin.close();
});
