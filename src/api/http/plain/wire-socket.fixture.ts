import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { serverLimits } from '../server-limits.ts';
import type { PlainRoute } from './plain-connection.ts';
import { PlainServer } from './plain-server.ts';

/** What the tests ask for. */
export const requestLine = 'POST /v1/chat/completions HTTP/1.1\r\n';

/** A server's end of a connection, in memory: the test is the client. */
export class WireSocket extends Duplex {
  /** All that the server wrote, a byte a character. */
  written = '';
  #isHeld = false;
  #go: (() => void) | null = null;

  constructor() {
    super({ allowHalfOpen: true });
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += bytes.toString('latin1');
    if (this.#isHeld) this.#go = done;
    else done();
  }

  /** From now on the client reads nothing. */
  hold(): void {
    this.#isHeld = true;
  }

  /** It reads again. */
  release(): void {
    this.#isHeld = false;
    this.#go?.();
    this.#go = null;
  }

  setTimeout(): this {
    return this;
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }
}

/** What a server made of what it was sent. */
export interface Heard {
  /** All that it answered, without what differs from run to run. */
  readonly answers: string;
  /** The same, once the client had closed its half. */
  readonly atEnd: string;
  readonly isClosed: boolean;
}

/** Says these pieces to a server, a character a byte, one after the other, and then closes its half. */
export async function say(server: Server, pieces: readonly string[]): Promise<Heard> {
  const socket = new WireSocket();
  server.emit('connection', socket);
  for (const piece of pieces) {
    if (!socket.destroyed) socket.push(Buffer.from(piece, 'latin1'));
    await turns(1);
  }
  await turns(4);
  const answers = comparable(socket.written);
  if (!socket.destroyed) socket.push(null);
  await turns(3);
  const heard = { answers, atEnd: comparable(socket.written), isClosed: socket.destroyed };
  socket.destroy();
  return heard;
}

/** Answers every request with what was read of it. */
export const retell: RequestListener = (req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  req.on('end', () => {
    const told = retold([req.method, req.url], req.headers, Buffer.concat(chunks));
    res.writeHead(200, ['content-length', String(told.length)]).end(told);
  });
};

/** As {@link retell} does; `took` is told how many bytes each request had. */
export function retellingRoute(took: (bytes: number) => void): PlainRoute {
  return {
    requestLine,
    admit: (head) => (body, response) => {
      took(head.bodyAt + head.bodyLength);
      const told = retold(['POST', '/v1/chat/completions'], head.headers, body);
      response.writeHead(200, ['content-length', String(told.length)]);
      response.end(told);
    },
  };
}

/** A plain request with this body, with these lines in its head. */
export function plainRequest(body: string, ...lines: readonly string[]): string {
  const head = ['host: h', `content-length: ${Buffer.byteLength(body)}`, ...lines].join('\r\n');
  return `${requestLine}${head}\r\n\r\n${body}`;
}

/** On a free port of this machine. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function bareServer(listener: RequestListener = retell): Server {
  return createServer(serverLimits, listener);
}

export function plainServer(route: PlainRoute, listener: RequestListener = retell): Server {
  return new PlainServer(route, listener);
}

export function turns(count: number): Promise<void> {
  return new Promise((resolve) => {
    const turn = (left: number): void => void (left === 0 ? resolve() : setImmediate(turn, left - 1));
    turn(count);
  });
}

/** Names of headers mean the same in either case, and the date is another every second. */
export function comparable(answers: string): string {
  return answers
    .replace(/^(?:Connection|Keep-Alive|Date|Transfer-Encoding|Content-Length):/gim, (name) =>
      name.toLowerCase(),
    )
    .replace(/^date: .*\r\n/gm, '');
}

function retold(line: readonly unknown[], headers: object, body: Buffer): string {
  const shown = Object.entries(headers).map(([name, value]) => [name, escape(String(value))]);
  return JSON.stringify([line, shown, body.toString('base64')]);
}

/** Nothing of what a client said stands in an answer as it was. */
function escape(text: string): string {
  return encodeURIComponent(text);
}
