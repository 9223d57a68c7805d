import { Pool, type Dispatcher } from 'undici';
import type { Guard } from './guard/guard.ts';

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
 * HTTP to providers over undici's `dispatch`: one pool an origin, no retries, no redirects, no time limits of its own
 * but the connect's; the attempt above keeps the others. What a request names is not for it: `fetchUntrusted` is.
 */
export function createHttpClient({ connectMs, trusts, guard }: HttpClientOptions): HttpClient {
  const pools = new Map<string, Pool>();

  function poolOf(origin: string): Pool {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: null,
        pipelining: 1,
        connect: trusts(origin) ? { timeout: connectMs } : { timeout: connectMs, lookup: guard.lookup },
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 30_000,
      });
      pools.set(origin, pool);
    }
    return pool;
  }

  // Few addresses are called again and again: each is taken apart once.
  const places = new Map<string, { pool: Pool; path: string }>();
  function placeOf(address: string): { pool: Pool; path: string } {
    const known = places.get(address);
    if (known !== undefined) return known;
    const url = new URL(address);
    if (!trusts(url.origin)) guard.check(address);
    const place = { pool: poolOf(url.origin), path: url.pathname + url.search };
    if (places.size < mostPlaces) places.set(address, place);
    return place;
  }

  return {
    start: (call, listener) => {
      const exchange = new Exchange(listener);
      try {
        const { pool, path } = placeOf(call.url);
        const options: Dispatcher.DispatchOptions = {
          path,
          method: call.method,
          headers: withDefaults(call.headers),
          body: call.body ?? null,
        };
        pool.dispatch(options, exchange);
      } catch (error) {
        queueMicrotask(() => exchange.onResponseError(null, error as Error));
      }
      return exchange;
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

/** The same object when it has them already, as it comes from this. */
export function withDefaults(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (headers['accept-encoding'] !== undefined && headers['user-agent'] !== undefined) return headers;
  return { 'accept-encoding': 'identity', 'user-agent': 'noria', ...headers };
}

/** Addresses whose parts are remembered. */
const mostPlaces = 1_000;

/** undici's handler and our control in one object: no closure a request. */
class Exchange implements Dispatcher.DispatchHandler, HttpControl {
  readonly #listener: HttpListener;
  #controller: Dispatcher.DispatchController | null = null;
  #over = false;

  constructor(listener: HttpListener) {
    this.#listener = listener;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('aborted'));
    else this.#listener.sent();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (!this.#over && status >= 200) this.#listener.head(status, flatten(headers));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#over) this.#listener.data(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.failed(error);
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#controller?.abort(new Error('aborted'));
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): HttpHeaders {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(', ');
  }
  return headers as HttpHeaders;
}
