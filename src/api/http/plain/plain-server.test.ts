import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { until } from '../../../../fleet/testing.ts';
import { dial } from '../../../../tests/support/dial.ts';
import type { ClientResponse } from '../client-response.ts';
import {
  bareServer,
  listen,
  plainRequest,
  plainServer,
  requestLine,
  turns,
  WireSocket,
} from './wire-socket.fixture.ts';

/** Answers what does not say `wait`, and keeps the rest. */
interface Opened {
  readonly server: Server;
  readonly url: string;
  readonly waiting: ClientResponse[];
  /** The server's ends, in the order in which they came. */
  readonly sockets: Socket[];
}

async function open(): Promise<Opened> {
  const waiting: ClientResponse[] = [];
  const sockets: Socket[] = [];
  const server = plainServer({
    requestLine,
    admit: () => (body, response) => {
      if (body.toString() === 'wait') waiting.push(response);
      else answer(response, 'done');
    },
  });
  server.on('connection', (socket) => void sockets.push(socket));
  return { server, url: await listen(server), waiting, sockets };
}

function answer(response: ClientResponse, text: string): void {
  response.writeHead(200, ['content-length', String(text.length)]);
  response.end(text);
}

async function ask(url: string, body: string): ReturnType<typeof dial> {
  const dialled = await dial(url);
  dialled.socket.write(plainRequest(body));
  if (body !== 'wait') await until(() => dialled.seen().endsWith('done'));
  return dialled;
}

/** As the gateway does while it drains. */
async function closed(server: Server): Promise<void> {
  const timer = setInterval(() => server.closeIdleConnections(), 1);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(timer);
}

describe('closing', () => {
  test('waits for nobody who has his answer', async () => {
    const { server, url } = await open();
    const clients = [await ask(url, 'a'), await ask(url, 'b'), await ask(url, 'c')];
    await new Promise((resolve) => server.close(resolve));
    await until(() => clients.every((client) => client.closed()));
  });

  test('waits for him who is answered', async () => {
    const { server, url, waiting } = await open();
    const { seen, closed: left } = await ask(url, 'wait');
    await until(() => waiting.length === 1);
    let isClosed = false;
    const closing = closed(server).then(() => (isClosed = true));
    await turns(20);
    expect([isClosed, left()]).toEqual([false, false]);
    answer(waiting[0]!, 'the answer');
    await closing;
    await until(() => left());
    expect(seen()).toMatch(/the answer$/);
  });

  test('waits for him who reads slowly', async () => {
    const { server, url, waiting, sockets } = await open();
    const { socket, seen } = await ask(url, 'wait');
    await until(() => waiting.length === 1);
    socket.pause();
    const text = 'x'.repeat(20_000_000);
    answer(waiting[0]!, text);
    const closing = closed(server);
    await turns(50);
    expect([sockets[0]!.destroyed, sockets[0]!.writableLength > 0]).toEqual([false, true]);
    socket.resume();
    await closing;
    await until(() => seen().endsWith(text));
  });

  test('waits for him whose request has begun', async () => {
    const { server, url } = await open();
    const client = await dial(url);
    const request = plainRequest('a body');
    client.socket.write(plainRequest('first') + request.slice(0, -3));
    await until(() => client.seen().endsWith('done'));
    const closing = closed(server);
    await turns(20);
    client.socket.write(request.slice(-3));
    await closing;
    await until(() => client.closed());
    expect(client.seen().match(/done/g)).toHaveLength(2);
  });

  test('by force cuts all: silent, asking, answered, Node’s', async () => {
    const { server, url, waiting } = await open();
    const clients = [
      await dial(url),
      await ask(url, 'a'),
      await ask(url, 'wait'),
      await dial(url),
      await dial(url),
    ];
    clients[3]!.socket.write(plainRequest('body').slice(0, -1));
    clients[4]!.socket.write('GET / HTTP/1.1\r\nhost: h\r\n\r\n');
    await until(() => clients[4]!.seen().includes('200 OK') && waiting.length === 1);
    let told = 0;
    waiting[0]!.on('close', () => (told += 1));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await until(() => clients.every((client) => client.closed()));
    expect(told).toBe(1);
  });
});

describe('a connection that asks nothing', () => {
  test('is kept as long as by Node', async () => {
    const { server, url, sockets } = await open();
    await ask(url, 'a');
    const bare = bareServer((req, res) => req.resume().on('end', () => res.end('done')));
    bare.on('connection', (socket) => void sockets.push(socket));
    await ask(await listen(bare), 'a');
    await until(() => sockets[1]!.timeout !== 0);
    expect(sockets.map(({ timeout }) => timeout)).toEqual([73_000, 73_000]);
    for (const each of [server, bare]) await new Promise((resolve) => each.close(resolve));
  });

  test('is closed after its time, and one that is answered is not', async () => {
    const { server, url, sockets, waiting } = await open();
    const idle = await ask(url, 'a');
    const busy = await ask(url, 'b');
    busy.socket.write(plainRequest('wait'));
    await until(() => waiting.length === 1);
    for (const socket of sockets) socket.emit('timeout');
    await until(() => idle.closed());
    answer(waiting[0]!, 'the answer');
    await until(() => busy.seen().endsWith('the answer'));
    await new Promise((resolve) => server.close(resolve));
  });

  test('has no such time once it is Node’s', async () => {
    const { server, url, sockets } = await open();
    const { socket } = await ask(url, 'a');
    socket.write(requestLine);
    await until(() => sockets[0]!.timeout === 0);
    expect(sockets[0]!.destroyed).toBe(false);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

test('an answer that closes does so after its last byte', async () => {
  const text = 'x'.repeat(5_000_000);
  const server = plainServer({
    requestLine,
    admit: () => (_body, response) => {
      response.writeHead(200, { connection: 'close', 'content-length': text.length });
      response.end(text);
    },
  });
  const { socket, seen } = await dial(await listen(server));
  socket.write(plainRequest('a'));
  await once(socket, 'end');
  expect(seen().endsWith(`\r\n\r\n${text}`)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

test('an answer that is still on its way to a slow reader is not idle', async () => {
  const server = plainServer({ requestLine, admit: () => (_body, response) => answer(response, 'done') });
  const socket = new WireSocket();
  server.emit('connection', socket);
  socket.hold();
  socket.push(Buffer.from(plainRequest('a')));
  await turns(3);
  server.closeIdleConnections();
  expect(socket.destroyed).toBe(false);
  socket.release();
  await turns(3);
  server.closeIdleConnections();
  expect(socket.destroyed).toBe(true);
});
