import { buildConnector } from 'undici';
import { isFieldName, isFieldValue } from '../shared/http-fields.ts';
import type { Guard } from './guard/guard.ts';
import type { Connection, Exchange } from './http1/connection.ts';
import { Origin } from './http1/origin.ts';

/** What one HTTP exchange tells, in order: sent? → head → data* → end, or failed at any point. Exactly one of end and failed. */
export interface HttpListener {
  /** The request is being written: from here on the provider may count it. */
  sent(): void;
  head(status: number, headers: HttpHeaders): void;
  data(chunk: Buffer): void;
  end(): void;
  failed(error: Error): void;
}

/** Lower-case names; repeated headers joined by a comma. */
export type HttpHeaders = Readonly<Record<string, string | undefined>>;

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Absolute; never holds a key. */
  readonly url: string;
  /** Defaults are added to them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpControl {
  /** Ends the exchange at once; nothing is told afterwards. */
  abort(): void;
  pause(): void;
  resume(): void;
}

export interface HttpClient {
  start(call: HttpCall, listener: HttpListener): HttpControl;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** ms until a connection must stand. */
  readonly connectMs: number;
  /**
   * Whether an origin is the administrator's word: it may lie anywhere. All others are guarded, and who calls need not
   * think of it. Asked once for each address.
   */
  readonly trusts: (origin: string) => boolean;
  readonly guard: Guard;
}

/**
 * HTTP/1.1 to providers: connections by undici's connector, exchanges by our own reader (docs/decisions/0012-own-exchanges.md).
 * No retries, no redirects, no time limits of its own but the connect's; the attempt above keeps the others. What a
 * request names is not for it: `fetchUntrusted` is.
 */
export function createHttpClient({ connectMs, trusts, guard }: HttpClientOptions): HttpClient {
  const connectTrusted = buildConnector({ timeout: connectMs, allowH2: false });
  const connectGuarded = buildConnector({ timeout: connectMs, allowH2: false, lookup: guard.lookup });
  const origins = new Map<string, Origin>();

  function originOf(url: URL): Origin {
    let origin = origins.get(url.origin);
    if (origin === undefined) {
      origin = new Origin(url, trusts(url.origin) ? connectTrusted : connectGuarded);
      origins.set(url.origin, origin);
    }
    return origin;
  }

  // Few addresses are called again and again: each is taken apart once.
  const places = new Map<string, Place>();
  function placeOf(address: string): Place {
    const known = places.get(address);
    if (known !== undefined) return known;
    const url = new URL(address);
    if (!trusts(url.origin)) guard.check(address);
    const place = {
      origin: originOf(url),
      head: `${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n`,
    };
    if (places.size < mostPlaces) places.set(address, place);
    return place;
  }

  return {
    start: (call, listener) => {
      const exchange = new Told(listener);
      try {
        const { origin, head } = placeOf(call.url);
        const body = typeof call.body === 'string' ? Buffer.from(call.body) : (call.body ?? null);
        const hasLength = call.method === 'POST' || body !== null;
        const length = hasLength ? `content-length: ${body?.length ?? 0}\r\n` : '';
        origin.start(exchange, {
          head: `${call.method} ${head}${headerLines(call.headers)}${length}\r\n`,
          body,
        });
      } catch (error) {
        queueMicrotask(() => exchange.failed(error as Error));
      }
      return exchange;
    },
    close: () => {
      for (const origin of origins.values()) origin.close();
      return Promise.resolve();
    },
  };
}

/** An address, taken apart. */
interface Place {
  readonly origin: Origin;
  /** Of each request to it, from the path on. */
  readonly head: string;
}

/** The same object when it has them already, as it comes from this. */
export function withDefaults(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (headers['accept-encoding'] !== undefined && headers['user-agent'] !== undefined) return headers;
  return { 'accept-encoding': 'identity', 'user-agent': 'noria', ...headers };
}

/** Of headers that have their defaults already: these are kept and sent again and again. */
const knownLines = new WeakMap<object, string>();

/** @throws Error for what no header may hold */
function headerLines(headers: Readonly<Record<string, string>>): string {
  const known = knownLines.get(headers);
  if (known !== undefined) return known;
  const whole = withDefaults(headers);
  let lines = '';
  for (const [name, value] of Object.entries(whole)) {
    if (!isFieldName(name)) throw new Error(`${JSON.stringify(name)} is no name of a header`);
    if (ownNames.has(name.toLowerCase())) throw new Error(`the header ${name} is the connection’s own`);
    if (!isFieldValue(value)) throw new Error(`the header ${name} holds what no header may`);
    lines += `${name}: ${value}\r\n`;
  }
  if (whole === headers) knownLines.set(headers, lines);
  return lines;
}

/** They say how the request is framed, and to whom it goes. */
const ownNames = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Addresses whose parts are remembered. */
const mostPlaces = 1_000;

/** An exchange and our control of it in one object: no closure a request. */
class Told implements Exchange, HttpControl {
  readonly #listener: HttpListener;
  #connection: Connection | null = null;
  isOver = false;

  constructor(listener: HttpListener) {
    this.#listener = listener;
  }

  carriedBy(connection: Connection): void {
    this.#connection = connection;
  }

  sent(): void {
    this.#listener.sent();
  }

  head(status: number, headers: HttpHeaders): void {
    this.#listener.head(status, headers);
  }

  data(bytes: Buffer): void {
    this.#listener.data(bytes);
  }

  end(): void {
    this.#over();
    try {
      this.#listener.end();
    } catch (error) {
      warnOf(error);
    }
  }

  failed(error: Error): void {
    if (this.isOver) return;
    this.#over();
    try {
      this.#listener.failed(error);
    } catch (thrown) {
      warnOf(thrown);
    }
  }

  abort(): void {
    if (this.isOver) return;
    const connection = this.#connection;
    this.#over();
    connection?.close();
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
  }

  /** The connection is another's from here on. */
  #over(): void {
    this.isOver = true;
    this.#connection = null;
  }
}

/** It has heard all there is: nobody else can be told, and other calls must not suffer. */
function warnOf(thrown: unknown): void {
  process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
}
