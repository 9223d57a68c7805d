import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { until } from '../../../../fleet/testing.ts';
import { dial } from '../../../../tests/support/dial.ts';
import { lawRuns } from '../../../../tests/support/law-runs.ts';
import type { ClientResponse } from '../client-response.ts';
import {
  bareServer,
  comparable,
  listen,
  plainRequest,
  plainServer,
  requestLine,
  turns,
  WireSocket,
} from './wire-socket.fixture.ts';

type Speech = (response: ClientResponse) => void;

/** Bytes of an answer as each of the two sends them. */
async function spoken(speak: Speech): Promise<{ plain: string; node: string }> {
  const [plain, node] = [
    wireOf(serverOf(speak)),
    wireOf(bareServer((req, res) => req.resume().on('end', () => speak(res)))),
  ];
  await turns(5);
  for (const socket of [plain, node]) socket.destroy();
  return { plain: comparable(plain.written), node: comparable(node.written) };
}

function serverOf(speak: Speech) {
  return plainServer({ requestLine, admit: () => (_body, response) => speak(response) });
}

function wireOf(server: ReturnType<typeof serverOf>): WireSocket {
  const socket = new WireSocket();
  server.emit('connection', socket);
  socket.push(Buffer.from(plainRequest('x')));
  return socket;
}

const sizes = [0, 1, 16_383, 16_384, 16_385, 1_048_576];
const anyPiece = fc.oneof(
  fc.constantFrom(...sizes).map((size) => Buffer.alloc(size, 'abc')),
  fc.constantFrom('', 'a', 'é', '😀 – 語', '\0', '\r\n', '0\r\n\r\n', 'é'.repeat(16_384)),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
);

describe('an answer is the same as from Node', () => {
  test.each<[string, Speech]>([
    ['with a length', (res) => (res.writeHead(200, ['content-length', '2']), res.end('hi'))],
    ['by names', (res) => (res.writeHead(429, { 'retry-after': 3, 'content-length': 2 }), res.end('hi'))],
    ['as Latin-1', (res) => (res.writeHead(200, ['content-length', '2']), res.end('\xe9\xff', 'latin1'))],
    ['as UTF-8', (res) => (res.writeHead(200, ['content-length', '6']), res.end('é語x'))],
    [
      'long, as bytes',
      (res) => (res.writeHead(200, ['content-length', '50000']), res.end(Buffer.alloc(50_000, 'a'))),
    ],
    ['of no bytes', (res) => (res.writeHead(200, ['content-length', '0']), res.end())],
    [
      'that closes',
      (res) => (res.writeHead(503, { connection: 'close', 'content-length': 2 }), res.end('hi')),
    ],
    ['that says it does not', (res) => (res.writeHead(200, { connection: 'keep-alive' }), res.end())],
    ['of a status that nobody knows', (res) => (res.writeHead(599, { 'content-length': 0 }), res.end())],
    ['in pieces, none', (res) => (res.writeHead(200, []), res.end())],
    ['in pieces, the last one at the end', (res) => (res.writeHead(200, []), res.write('a'), res.end('é語'))],
    ['in pieces, the only one at the end', (res) => (res.writeHead(200, []), res.end('\xe9', 'latin1'))],
    [
      'in pieces that close',
      (res) => (res.writeHead(200, { connection: 'close' }), res.write('a'), res.end()),
    ],
    [
      'in pieces of a length that is said',
      (res) => (res.writeHead(200, ['content-length', '4']), res.write('ab'), res.end('cd')),
    ],
    ['that has begun', (res) => (res.writeHead(200, []), res.write(''))],
    [
      'with a value beyond ASCII',
      (res) => (res.writeHead(200, ['a', '\xe9\t\xff', 'content-length', '0']), res.end()),
    ],
  ])('%s', async (_name, speak) => {
    const { plain, node } = await spoken(speak);
    expect(plain).toMatch(/^HTTP\/1\.1 \d/);
    expect(plain).toBe(node);
  });

  test('in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPiece, { maxLength: 6 }), async (pieces) => {
        const { plain, node } = await spoken((res) => {
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          for (const piece of pieces) res.write(piece);
          res.end();
        });
        expect(plain === node).toBe(true);
      }),
      lawRuns(100),
    );
  });

  test('its date is of now', async () => {
    const socket = wireOf(serverOf((res) => (res.writeHead(200, ['content-length', '0']), res.end())));
    await turns(3);
    const date = /^date: (.*)\r$/m.exec(socket.written)?.[1] ?? '';
    expect(new Date(date).toUTCString()).toBe(date);
    expect(Math.abs(Date.now() - Date.parse(date))).toBeLessThan(5_000);
    socket.destroy();
  });
});

test.each(['a\r\nset-cookie: b', 'a\nb', 'a\rb', 'a\0', '語', '\x7f'])(
  'a header of %j is refused, and a clean error can be told instead',
  async (value) => {
    const { plain, node } = await spoken((res) => {
      expect(() => res.writeHead(200, ['a', 'b', 'x-model', value])).toThrow(TypeError);
      expect(res.headersSent).toBe(false);
      res.writeHead(500, { 'content-length': 5 });
      res.end('sorry');
    });
    // Node keeps the words of the head that it refused.
    expect(plain).toBe(node.replace('500 OK', '500 Internal Server Error'));
  },
);

describe('a stream', () => {
  test('of pieces of every size comes whole', async () => {
    const pieces = sizes.map((size) => Buffer.alloc(size, String(size)));
    const server = serverOf((res) => {
      res.writeHead(200, {});
      for (const piece of pieces) res.write(piece);
      res.write('😀 – 語');
      res.end();
    });
    const { port } = new URL(await listen(server));
    const req = request({
      port,
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { 'content-length': 1 },
    }).end('x');
    const [res] = await once(req, 'response');
    expect(await buffer(res)).toEqual(Buffer.concat([...pieces, Buffer.from('😀 – 語')]));
    server.closeAllConnections();
    server.close();
  });

  test.each([1_000, 100_000])(
    'is told when the client does not take more, and when it does again (pieces of %i)',
    async (size) => {
      let drains = 0;
      let response: ClientResponse | null = null;
      const server = serverOf((res) => {
        response = res;
        res.on('drain', () => (drains += 1));
        res.writeHead(200, {});
      });
      const socket = wireOf(server);
      socket.hold();
      await turns(2);
      let count = 0;
      // Until no more is taken, a turn later either: what one turn has gathered is taken at its end.
      for (let before = -1; before < drains && count < 1_000; await turns(3)) {
        before = drains;
        while (response!.write(Buffer.alloc(size)) && count < 1_000) count += 1;
      }
      expect(count).toBeLessThan(200);
      const told = drains;
      socket.release();
      await turns(3);
      expect(drains).toBe(told + 1);
      response!.end();
      await turns(2);
      expect(socket.written.endsWith('\r\n0\r\n\r\n')).toBe(true);
      socket.destroy();
    },
  );

  test.each(['destroy', 'resetAndDestroy', 'end'] as const)(
    'whose client leaves (%s) is told so, and may go on as if he had not',
    async (leave) => {
      let told = 0;
      const responses: ClientResponse[] = [];
      const server = serverOf((res) => {
        responses.push(res);
        res.on('close', () => (told += 1));
        res.writeHead(200, {});
        res.write('first');
      });
      const { socket, seen } = await dial(await listen(server));
      socket.write(plainRequest('x'));
      await until(() => seen().includes('first'));
      socket[leave]();
      for (let count = 0; count < 20; count += 1) {
        responses[0]!.write('more');
        await turns(1);
      }
      await until(() => told === 1);
      expect(responses[0]!.destroyed).toBe(true);
      responses[0]!.write('more');
      responses[0]!.end('last');
      responses[0]!.destroy();
      await new Promise((resolve) => server.close(resolve));
      expect(told).toBe(1);
    },
  );
});
