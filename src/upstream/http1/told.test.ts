import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient } from '../http.ts';
import { answering, hear, Hearing, startRawServer } from './raw-server.fixture.ts';

const clientOf = () =>
  createHttpClient({
    connectMs: 1_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
  });

const chunked =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\nx: y\r\n\r\n';

test.each([
  ['a length', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab', ['sent', 'head', 'data', 'end']],
  ['chunks', chunked, ['sent', 'head', 'data', 'end']],
  ['no body', 'HTTP/1.1 204 No\r\n\r\n', ['sent', 'head', 'end']],
  ['an early hint', 'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 204 No\r\n\r\n', ['sent', 'head', 'end']],
  ['no HTTP', 'what?\r\n\r\n', ['sent', 'failed']],
  ['a broken chunk', chunked.replace('3\r\n', 'x\r\n'), ['sent', 'head', 'data', 'failed']],
])('an answer with %s is told in order', async (_what, answer, told) => {
  await using server = await startRawServer(answering(answer));
  const http = clientOf();
  const hearing = hear(http, { url: server.url });
  await hearing.over;
  await turn();
  expect(hearing.told).toEqual(told);
  await http.close();
});

test.each([
  ['before the head', '', ['sent', 'failed']],
  ['in the head', 'HTTP/1.1 200 OK\r\ncontent-le', ['sent', 'failed']],
  ['in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab', ['sent', 'head', 'data', 'failed']],
])('a connection that ends %s is a failure', async (_where, answer, told) => {
  await using server = await startRawServer((socket) => socket.once('data', () => socket.end(answer)));
  const http = clientOf();
  const hearing = hear(http, { url: server.url });
  await hearing.over;
  expect(hearing.told).toEqual(told);
  await http.close();
});

test('an answer until the end of the connection is not whole where the connection breaks', async () => {
  await using server = await startRawServer((socket) =>
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nab')),
  );
  const http = clientOf();
  const hearing = hear(
    http,
    { url: server.url },
    new Hearing((what) => what === 'data' && server.sockets[0]?.resetAndDestroy()),
  );
  await hearing.over;
  expect(hearing.told).toEqual(['sent', 'head', 'data', 'failed']);
  await http.close();
});

test.each(['sent', 'head', 'data', 'end'])('nothing is told after an abort at %s', async (at) => {
  await using server = await startRawServer(answering(chunked));
  const http = clientOf();
  const hearing = new Hearing((what, { control }) => {
    if (what !== at) return;
    control?.abort();
    control?.abort();
  });
  hear(http, { url: server.url }, hearing);
  while (!hearing.told.includes(at)) await turn();
  for (let turns = 0; turns < 5; turns += 1) await turn();
  expect(hearing.told.at(-1)).toBe(at);
  // And the next call is none the worse.
  const next = hear(http, { url: server.url });
  await next.over;
  expect(next.body).toBe('abcde');
  await http.close();
});

test('nothing is told after an abort while connecting, and the next call has the connection', async () => {
  await using server = await startRawServer(answering(chunked));
  const http = clientOf();
  const left = hear(http, { url: server.url });
  left.control?.abort();
  left.control?.abort();
  while (server.sockets.length === 0) await turn();
  await turn();
  const next = hear(http, { url: server.url });
  await next.over;
  expect(left.told).toEqual([]);
  expect([next.body, server.sockets.length]).toEqual(['abcde', 1]);
  await http.close();
});

test('nothing is told after an abort in the turn between a call and its connection’s use', async () => {
  await using server = await startRawServer(answering(chunked));
  const http = clientOf();
  await hear(http, { url: server.url }).over;
  const left = hear(http, { url: server.url });
  left.control?.abort();
  const next = hear(http, { url: server.url });
  await next.over;
  expect([left.told, next.body]).toEqual([[], 'abcde']);
  await http.close();
});

test.each(['sent', 'head', 'data', 'end', 'failed'])(
  'a listener that throws at %s harms no other call',
  async (at) => {
    let good = false;
    await using server = await startRawServer(
      answering(() => (at === 'failed' && !good ? 'what?\r\n\r\n' : chunked)),
    );
    const http = clientOf();
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const throwing = new Hearing((what) => {
      if (what === at) throw new Error(`thrown at ${at}`);
    });
    hear(http, { url: server.url }, throwing);
    await throwing.over;
    const [[warning] = []] = warn.mock.calls;
    expect(warning ?? throwing.error).toEqual(new Error(`thrown at ${at}`));
    expect(throwing.told.filter((what) => what === 'end' || what === 'failed')).toHaveLength(1);
    good = true;
    const next = hear(http, { url: server.url });
    await next.over;
    expect(next.body).toBe('abcde');
    await http.close();
  },
);

test('a listener that calls again at its end and then throws does not break that call', async () => {
  await using server = await startRawServer(answering(chunked));
  const http = clientOf();
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const next = new Hearing();
  hear(
    http,
    { url: server.url },
    new Hearing((what) => {
      if (what !== 'end') return;
      hear(http, { url: server.url }, next);
      throw new Error('thrown after the next call');
    }),
  );
  await next.over;
  expect(warn).toHaveBeenCalledOnce();
  expect(next.told).toEqual(['sent', 'head', 'data', 'end']);
  await http.close();
});

test('a reader that pauses holds 50 MB back, and loses none of them', async () => {
  const piece = Buffer.alloc(100_000, 'x');
  const pieces = 500;
  await using server = await startRawServer((socket) => {
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${piece.length * pieces}\r\n\r\n`);
      let left = pieces;
      const more = (): void => {
        while (left > 0) {
          left -= 1;
          if (!socket.write(piece)) return void socket.once('drain', more);
        }
      };
      more();
    });
  });
  const http = clientOf();
  let mostAhead = 0;
  const slow = new Hearing((what, { bytes, control }) => {
    if (what !== 'data') return;
    control?.pause();
    mostAhead = Math.max(mostAhead, (server.sockets[0]?.bytesWritten ?? 0) - bytes);
    setImmediate(() => setImmediate(() => control?.resume()));
  });
  hear(http, { url: server.url }, slow);
  await slow.over;
  expect([slow.told.at(-1), slow.bytes]).toEqual(['end', piece.length * pieces]);
  // What the system holds for a connection, and one piece.
  expect(mostAhead).toBeLessThan(25_000_000);
  await http.close();
});

test.each([
  ['its length', 'content-length: 5'],
  ['the end of the connection', 'connection: close'],
])('an answer that ends by %s while its reader pauses is told when the reader goes on', async (_by, line) => {
  await using server = await startRawServer((socket) =>
    socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n`)),
  );
  const http = clientOf();
  const paused = new Hearing((what, { control }) => what === 'head' && control?.pause());
  hear(http, { url: server.url }, paused);
  while (!paused.told.includes('head')) await turn();
  const [socket] = server.sockets;
  await new Promise<void>((resolve) => socket?.end('hello', resolve));
  for (let turns = 0; turns < 10; turns += 1) await turn();
  expect(paused.told).toEqual(['sent', 'head']);
  paused.control?.resume();
  await paused.over;
  expect([paused.told, paused.body]).toEqual([['sent', 'head', 'data', 'end'], 'hello']);
  // The other side has ended it meanwhile.
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(socket?.readableEnded || socket?.destroyed).toBe(true);
  await http.close();
});
