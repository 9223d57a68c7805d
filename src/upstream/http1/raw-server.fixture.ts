import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { HttpClient, HttpCall, HttpControl, HttpListener } from '../http.ts';

/** For tests: a server whose bytes are written by hand. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** As they came, also those that are gone. */
  readonly sockets: readonly Socket[];
}

/** `talk` has each connection, `server` another kind of server than one of plain TCP. */
export async function startRawServer(
  talk: (socket: Socket) => void,
  host = '127.0.0.1',
  server: Server = createServer(),
): Promise<RawServer> {
  const sockets: Socket[] = [];
  const isPlain = server.listenerCount('connection') === 0;
  server.on(isPlain ? 'connection' : 'secureConnection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${isPlain ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers each request, head and body, as soon as it has come as a whole. */
export function answering(answer: string | ((request: string) => string)): (socket: Socket) => void {
  return (socket) => {
    let held: string[] = [];
    let left: number | null = null;
    socket.on('data', (bytes) => {
      held.push(bytes.toString('latin1'));
      if (left === null) left = lengthOf(held.join(''));
      else left -= bytes.length;
      if (left === null || left > 0) return;
      const request = held.join('');
      held = [];
      left = null;
      socket.write(typeof answer === 'string' ? answer : answer(request), 'latin1');
    });
  };
}

/** Bytes that are still to come of a request; null = its head is not whole. */
function lengthOf(text: string): number | null {
  const end = text.indexOf('\r\n\r\n') + 4;
  if (end < 4) return null;
  return Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0) - (text.length - end);
}

/** For tests: notes what it is told, and does with it what a test wants. */
export class Hearing implements HttpListener {
  readonly told: string[] = [];
  status = 0;
  headers: Readonly<Record<string, string | undefined>> = {};
  bytes = 0;
  body = '';
  error: Error | null = null;
  control: HttpControl | null = null;
  /** Resolves at `end` and at `failed`. */
  readonly over: Promise<void>;
  readonly #then: (what: string) => void;
  #settle!: () => void;

  constructor(then: (what: string, hearing: Hearing) => void = () => undefined) {
    this.over = new Promise((resolve) => (this.#settle = resolve));
    this.#then = (what) => then(what, this);
  }

  sent(): void {
    this.#tell('sent');
  }

  head(status: number, headers: Readonly<Record<string, string | undefined>>): void {
    this.status = status;
    this.headers = headers;
    this.#tell('head');
  }

  data(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes < 1_000_000) this.body += chunk.toString('latin1');
    if (this.told.at(-1) === 'data') this.#then('data');
    else this.#tell('data');
  }

  end(): void {
    this.#settle();
    this.#tell('end');
  }

  failed(error: Error): void {
    this.error = error;
    this.#settle();
    this.#tell('failed');
  }

  #tell(what: string): void {
    this.told.push(what);
    this.#then(what);
  }
}

/** For tests: one call, heard. */
export function hear(
  http: HttpClient,
  call: Partial<HttpCall> & { readonly url: string },
  hearing = new Hearing(),
): Hearing {
  hearing.control = http.start({ method: 'GET', headers: {}, ...call }, hearing);
  return hearing;
}
