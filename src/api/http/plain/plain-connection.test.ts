import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { until } from '../../../../fleet/testing.ts';
import { dial } from '../../../../tests/support/dial.ts';
import { serverLimits } from '../server-limits.ts';
import type { ClientResponse } from '../client-response.ts';
import type { PlainRoute } from './plain-connection.ts';
import { PlainServer } from './plain-server.ts';
import { listen, plainRequest, requestLine, turns, WireSocket } from './wire-socket.fixture.ts';

type Serve = (body: string, response: ClientResponse) => void;

/** A server with either way; each says which it was. */
function open(serve: Serve = echo): PlainServer {
  return new PlainServer(routeOf(serve), (req, res) => {
    let body = '';
    req.on('data', (bytes: Buffer) => (body += bytes.toString()));
    req.on('end', () => res.end(`node ${req.method} ${body};`));
  });
}

function routeOf(serve: Serve): PlainRoute {
  return { requestLine, admit: () => (body, response) => serve(body.toString(), response) };
}

function echo(body: string, response: ClientResponse): void {
  answer(response, `plain ${body};`);
}

function answer(response: ClientResponse, text: string, headers: readonly string[] = []): void {
  response.writeHead(200, ['content-length', String(Buffer.byteLength(text)), ...headers]);
  response.end(text);
}

/** What the answers say, without their heads. */
function said(answers: string): string {
  return [...answers.matchAll(/(?:plain|node)[^;]*;/g)].map(([text]) => text).join('');
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

/** Resolves when nobody is connected. */
async function empty(server: Server): Promise<void> {
  for (let left = 1; left > 0; left = await connectionsOf(server)) await turns(1);
}

function inMemory(server: Server): WireSocket {
  const socket = new WireSocket();
  server.emit('connection', socket);
  return socket;
}

const getRequest = 'GET /a HTTP/1.1\r\nhost: h\r\n\r\n';
const chunkedRequest = `${requestLine}host: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`;

describe('a connection that is handed over', () => {
  test('a plain request, another, a plain one: on one connection, in order', async () => {
    const server = open();
    const { socket, seen } = await dial(await listen(server));
    for (const [request, words] of [
      [plainRequest('one'), 'plain one;'],
      [getRequest, 'node GET ;'],
      [plainRequest('two'), 'node POST two;'],
      [chunkedRequest, 'node POST abc;'],
    ] as const) {
      socket.write(request);
      await until(() => said(seen()).endsWith(words));
    }
    expect(said(seen())).toBe('plain one;node GET ;node POST two;node POST abc;');
    socket.destroy();
    await empty(server);
    server.close();
  });

  test('all of these in one write', async () => {
    const server = open();
    const { socket, seen } = await dial(await listen(server));
    socket.write(
      plainRequest('one') + plainRequest('two') + getRequest + plainRequest('three') + chunkedRequest,
    );
    await until(() => seen().includes('abc;'));
    expect(said(seen())).toBe('plain one;plain two;node GET ;node POST three;node POST abc;');
    socket.destroy();
    await empty(server);
    server.close();
  });

  test('while the answer before is still on its way: what is asked then is answered after it', async () => {
    const held: ClientResponse[] = [];
    const server = open((_body, response) => void held.push(response));
    const { socket, seen } = await dial(await listen(server));
    socket.write(plainRequest('one') + getRequest);
    await until(() => held.length === 1);
    socket.write(plainRequest('two') + chunkedRequest);
    answer(held[0]!, 'plain one;');
    await until(() => seen().includes('abc;'));
    expect(said(seen())).toBe('plain one;node GET ;node POST two;node POST abc;');
    socket.destroy();
    await empty(server);
    server.close();
  });

  test('while the client does not read: once he does', async () => {
    const server = open((body, response) => answer(response, `plain ${body}${'x'.repeat(300_000)};`));
    const socket = inMemory(server);
    socket.hold();
    socket.push(Buffer.from(plainRequest('one') + getRequest));
    await turns(3);
    socket.push(Buffer.from(plainRequest('two') + chunkedRequest));
    await turns(3);
    expect(socket.written).not.toContain('node');
    socket.release();
    await turns(10);
    expect(said(socket.written.replaceAll('x', ''))).toBe('plain one;node GET ;node POST two;node POST abc;');
    socket.destroy();
  });

  test('with more than a connection holds at once: all of it is answered', async () => {
    const held: ClientResponse[] = [];
    const server = open((_body, response) => void held.push(response));
    const { socket, seen } = await dial(await listen(server));
    socket.write(plainRequest('one'));
    await until(() => held.length === 1);
    const count = 10_000;
    socket.write(getRequest.repeat(count) + chunkedRequest);
    await turns(20);
    answer(held[0]!, 'plain one;');
    await until(() => seen().includes('abc;'));
    expect(said(seen())).toBe(`plain one;${'node GET ;'.repeat(count)}node POST abc;`);
    socket.destroy();
    await empty(server);
    server.close();
  });

  test('who asks before he sends his body is told to go on', async () => {
    const server = open();
    const { socket, seen } = await dial(await listen(server));
    const request = plainRequest('one', 'expect: 100-continue');
    socket.write(request.slice(0, -3));
    await until(() => seen().includes('100 Continue'));
    socket.write('one');
    await until(() => seen().includes('node POST one;'));
    socket.destroy();
    await empty(server);
    server.close();
  });

  test.each([1, 30, requestLine.length, plainRequest('body').length - 5])(
    'a request that comes in two pieces, the first of %i bytes',
    async (at) => {
      const server = open();
      const socket = inMemory(server);
      const request = plainRequest('body');
      socket.push(Buffer.from(request.slice(0, at)));
      await turns(2);
      socket.push(Buffer.from(request.slice(at) + plainRequest('next')));
      await turns(4);
      expect(said(socket.written)).toBe('node POST body;node POST next;');
      socket.destroy();
    },
  );

  test('a body that comes a byte at a time stays here', async () => {
    const server = open();
    const socket = inMemory(server);
    const request = plainRequest('a body that is long');
    const headLength = request.indexOf('\r\n\r\n') + 4;
    socket.push(Buffer.from(request.slice(0, headLength)));
    for (const byte of request.slice(headLength)) {
      socket.push(Buffer.from(byte));
      await turns(1);
    }
    expect(said(socket.written)).toBe('plain a body that is long;');
    socket.destroy();
  });

  test.concurrent('a body that takes its time is read by Node in the end', async () => {
    const server = open();
    const { socket, seen } = await dial(await listen(server));
    const first = plainRequest('one');
    const slow = plainRequest('a body that is long');
    socket.write(first + slow.slice(0, -9));
    await once(server, 'request');
    socket.write(slow.slice(-9) + plainRequest('two'));
    await until(() => seen().includes('two;'));
    expect(said(seen())).toBe('plain one;node POST a body that is long;node POST two;');
    socket.destroy();
    await empty(server);
    server.close();
  });

  test.concurrent('a big one, too', async () => {
    const server = open();
    const { socket, seen } = await dial(await listen(server));
    const big = plainRequest(`${'abcdefg'.repeat(500_000)};`);
    const at = 2_000_000;
    socket.write(big.slice(0, at));
    await once(server, 'request');
    socket.write(big.slice(at) + getRequest);
    await until(() => seen().endsWith('node GET ;'));
    expect(seen().includes(`node POST ${'abcdefg'.repeat(500_000)};`)).toBe(true);
    socket.destroy();
    await empty(server);
    server.close();
  });

  test.concurrent('who stays silent, or never ends his body, is cut off by Node', async () => {
    const server = open();
    Object.assign(server, { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 });
    const url = await listen(server);
    const silent = await dial(url);
    const slow = await dial(url);
    slow.socket.write(plainRequest('a body that is long').slice(0, -1));
    const isOver = ({ socket }: { readonly socket: Socket }): Promise<unknown> => once(socket, 'close');
    await Promise.all([isOver(silent), isOver(slow)]);
    expect(slow.seen()).toMatch(/^HTTP\/1\.1 408 /);
    expect(silent.seen()).toMatch(/^(HTTP\/1\.1 408 |$)/);
    await empty(server);
    server.close();
  });
});

test('a line end after a body is no request, and changes nothing', async () => {
  const server = open();
  const { socket, seen, closed } = await dial(await listen(server));
  for (const body of ['one', 'two']) {
    socket.write(`${plainRequest(body)}\r\n`);
    await until(() => seen().includes(`plain ${body};`));
  }
  await turns(5);
  await new Promise((resolve) => server.close(resolve));
  await until(() => closed());
  expect(said(seen())).toBe('plain one;plain two;');
});

describe('requests that do not wait for their answers', () => {
  test('50 in one go: answered in order, one at a time', async () => {
    let running = 0;
    let most = 0;
    const server = open((body, response) => {
      running += 1;
      most = Math.max(most, running);
      setImmediate(() => {
        running -= 1;
        echo(body, response);
      });
    });
    const { socket, seen } = await dial(await listen(server));
    const bodies = Array.from({ length: 50 }, (_, at) => `body ${at}`);
    socket.write(bodies.map((body) => plainRequest(body)).join(''));
    await until(() => seen().includes('body 49;'));
    expect([said(seen()), most]).toEqual([bodies.map((body) => `plain ${body};`).join(''), 1]);
    socket.destroy();
    await empty(server);
    server.close();
  });

  test('thousands that are answered at once do not fill the stack', async () => {
    let answered = 0;
    const server = open((_body, response) => {
      answered += 1;
      answer(response, 'x');
    });
    const socket = inMemory(server);
    socket.push(Buffer.from(plainRequest('x').repeat(10_000)));
    await turns(4);
    expect([answered, socket.destroyed]).toEqual([10_000, false]);
    socket.destroy();
  });

  test('who does not read is not answered without bound, and is once he reads', async () => {
    let answered = 0;
    const server = open((_body, response) => {
      answered += 1;
      answer(response, 'x'.repeat(10_000));
    });
    const socket = inMemory(server);
    socket.hold();
    socket.push(Buffer.from(plainRequest('x').repeat(500)));
    await turns(10);
    const whileHeld = answered;
    expect(socket.writableLength).toBeLessThan(100_000);
    expect(whileHeld).toBeLessThan(20);
    let taken = 0;
    while (taken < 50_000_000 && socket.push(Buffer.alloc(10_000, 'x'))) {
      taken += 10_000;
      await turns(1);
    }
    expect(taken).toBeLessThan(1_000_000);
    socket.release();
    await turns(1_000);
    expect(answered).toBe(500);
    socket.destroy();
  });

  test.each([
    ['big', plainRequest('x'.repeat(10_000))],
    ['in many pieces', plainRequest('x')],
  ])('who asks on while he is answered waits, too (%s), and loses nothing', async (_how, request) => {
    let answered = 0;
    let first: ClientResponse | null = null;
    const server = open((_body, response) => {
      answered += 1;
      if (first === null) first = response;
      else answer(response, 'x');
    });
    const socket = inMemory(server);
    let asked = 0;
    for (; asked < 1_000 && !socket.isPaused(); asked += 1) {
      socket.push(Buffer.from(request));
      await turns(1);
    }
    expect(asked * Math.max(request.length, 1_000)).toBeLessThan(100_000);
    expect(answered).toBe(1);
    answer(first!, 'x');
    await turns(10);
    expect([answered, socket.isPaused()]).toEqual([asked, false]);
    socket.destroy();
  });

  test('who asks on and reads nothing is cut off after the time of an idle connection', async () => {
    const server = open((_body, response) => answer(response, 'x'.repeat(300_000)));
    const socket = inMemory(server);
    socket.hold();
    socket.push(Buffer.from(plainRequest('x').repeat(5)));
    await turns(3);
    socket.emit('timeout');
    expect(socket.destroyed).toBe(true);
  });

  test('who does not wait and leaves is noticed', async () => {
    const told: string[] = [];
    const server = open((body, response) => response.on('close', () => void told.push(body)));
    const url = await listen(server);
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const { socket } = await dial(url);
      const asked = told.length;
      socket.write(plainRequest(leave));
      await turns(5);
      for (let count = 0; count < 5; count += 1) {
        socket.write(plainRequest('later'));
        await turns(5);
      }
      socket[leave]();
      await until(() => told.length > asked);
    }
    expect(told).toEqual(['end', 'destroy', 'resetAndDestroy']);
    await empty(server);
    server.close();
  });
});

describe('a client that closes his half', () => {
  test.each([
    ['before he asks', '', ''],
    ['in the middle of a head', requestLine, 'HTTP/1.1 400 Bad Request\r\n'],
    ['in the middle of a body', plainRequest('one').slice(0, -1), 'HTTP/1.1 400 Bad Request\r\n'],
    [
      'after an answer, in the middle of a body',
      plainRequest('one') + plainRequest('two').slice(0, -1),
      '400',
    ],
  ])('%s: as Node, and nothing is kept', async (_when, words, answers) => {
    for (const server of [
      open(),
      createServer(serverLimits, (req, res) => req.resume().on('end', () => res.end())),
    ]) {
      const { socket, seen, closed } = await dial(await listen(server));
      socket.write(words);
      await turns(5);
      socket.end();
      await until(() => closed());
      expect(seen()).toContain(answers);
      await empty(server);
      server.close();
    }
  });

  test('after an answer, or while he is answered: the request is told, and nothing is kept', async () => {
    let told = 0;
    const server = open((body, response) => {
      response.on('close', () => (told += 1));
      if (body !== 'for ever') echo(body, response);
    });
    const url = await listen(server);
    const content = await dial(url);
    content.socket.write(plainRequest('one'));
    await until(() => content.seen().includes('plain one;'));
    content.socket.end();
    await until(() => content.closed());
    expect(told).toBe(0);
    const hasty = await dial(url);
    hasty.socket.end(plainRequest('for ever'));
    await until(() => hasty.closed() && told === 1);
    await empty(server);
    server.close();
  });

  test('someone who listens to `clientError` answers him', async () => {
    const server = open();
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => socket.end(`told ${error.code}`));
    const { socket, seen, closed } = await dial(await listen(server));
    socket.end(plainRequest('one').slice(0, -1));
    await until(() => closed());
    expect(seen()).toBe('told HPE_INVALID_EOF_STATE');
    await empty(server);
    server.close();
  });
});

describe('an answer that closes', () => {
  test('is whole at a client that reads slowly and goes on asking, and nothing is asked after it', async () => {
    const asked: string[] = [];
    const text = 'x'.repeat(300_000);
    const server = open((body, response) => {
      asked.push(body);
      answer(response, text, ['connection', 'close']);
    });
    const socket = inMemory(server);
    socket.hold();
    socket.push(Buffer.from(plainRequest('one') + plainRequest('two')));
    await turns(2);
    socket.push(Buffer.from(plainRequest('three')));
    await turns(2);
    socket.release();
    await turns(10);
    expect(asked).toEqual(['one']);
    expect(socket.written.endsWith(`\r\n\r\n${text}`)).toBe(true);
    expect(socket.destroyed).toBe(true);
  });

  test('what is written to it, or done with it, after its end changes no other answer', async () => {
    const responses: ClientResponse[] = [];
    const server = open((body, response) => {
      responses.push(response);
      if (body !== 'later') echo(body, response);
    });
    const socket = inMemory(server);
    socket.push(Buffer.from(plainRequest('one') + plainRequest('later')));
    await turns(2);
    const [first, second] = responses;
    first!.write('late');
    first!.end('late');
    first!.destroy();
    answer(second!, 'plain two;');
    await turns(2);
    expect(said(socket.written)).toBe('plain one;plain two;');
    expect(socket.written).not.toContain('late');
    socket.destroy();
  });
});
