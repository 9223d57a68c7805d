import type { Socket } from 'node:net';
import { writeTogether } from '../../shared/write-together.ts';
import type { HttpHeaders } from '../http.ts';
import { ResponseReader, type ResponseParts } from './response-reader.ts';

/** One request and its response, as its connection sees it. `end` and `failed` throw nothing. */
export interface Exchange extends ResponseParts {
  /** Nobody waits for it any more. */
  readonly isOver: boolean;
  /** It is being written. */
  sent(): void;
  end(): void;
  failed(error: Error): void;
  /** Steered from now on over this connection. */
  carriedBy(connection: Connection): void;
}

export interface RequestBytes {
  /** With the empty line after it. */
  readonly head: string;
  readonly body: Buffer | null;
}

export interface ConnectionEnds {
  /** It has carried an exchange and can carry another. */
  freed(connection: Connection): void;
  /** It is gone. */
  closed(connection: Connection): void;
}

/** ms that an idle connection is kept where the provider says nothing. */
const keptMs = 30_000;
const longestKeptMs = 600_000;
/** ms before the provider's own end of it: a request must not meet a connection that is being closed. */
const marginMs = 2_000;

/** One connection to a provider: one exchange at a time (RFC 9112), no pipelining. */
export class Connection implements ResponseParts {
  readonly #socket: Socket;
  readonly #ends: ConnectionEnds;
  readonly #reader = new ResponseReader(this);
  #exchange: Exchange | null = null;
  #keptMs = keptMs;

  constructor(socket: Socket, ends: ConnectionEnds) {
    this.#socket = socket;
    this.#ends = ends;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('end', () => this.#finish());
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.#closed());
    // Any byte either way begins it anew.
    socket.setTimeout(keptMs).on('timeout', () => this.#exchange === null && this.close());
  }

  /** False = the other side has begun to close it. */
  get isOpen(): boolean {
    return this.#socket.readable && this.#socket.writable;
  }

  /** Writes a request; its exchange is told the rest. */
  carry(exchange: Exchange, { head, body }: RequestBytes): void {
    this.#exchange = exchange;
    this.#reader.begin();
    exchange.carriedBy(this);
    try {
      exchange.sent();
    } catch (error) {
      return this.fail(error as Error);
    }
    if (exchange.isOver) return;
    if (body === null) this.#socket.write(head, 'latin1');
    else writeTogether(this.#socket, head, body);
  }

  head(status: number, headers: HttpHeaders): void {
    this.#exchange?.head(status, headers);
  }

  data(bytes: Buffer): void {
    this.#exchange?.data(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Its exchange is told nothing more. */
  close(): void {
    this.#exchange = null;
    this.#reader.stop();
    this.#socket.destroy();
  }

  /** The same, but its exchange is told why. */
  fail(error: Error): void {
    const exchange = this.#exchange;
    this.close();
    exchange?.failed(error);
  }

  #read(bytes: Buffer): void {
    // Nothing was asked: what it says can belong to nothing.
    if (this.#exchange === null) return this.close();
    try {
      if (this.#reader.read(bytes)) this.#answered();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** It is free before its exchange hears the end: the next call, made right there, may go over it. */
  #answered(): void {
    const exchange = this.#exchange;
    this.#exchange = null;
    const socket = this.#socket;
    const ms = idleMs(this.#reader.keepsAliveSeconds);
    // An answer before the whole request is out: the rest of it would be taken for the next one.
    if (!this.#reader.keepsAlive || ms <= 0 || socket.writableLength > 0) socket.destroy();
    else {
      if (socket.isPaused()) socket.resume();
      this.#keepFor(ms);
      this.#ends.freed(this);
    }
    exchange?.end();
  }

  #keepFor(ms: number): void {
    if (ms === this.#keptMs) return;
    this.#keptMs = ms;
    this.#socket.setTimeout(ms);
  }

  #finish(): void {
    if (this.#exchange === null) return this.close();
    try {
      if (this.#reader.finish()) this.#answered();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Whoever still waits has heard of no end: whatever came by then is not the whole. */
  #closed(): void {
    this.#ends.closed(this);
    this.fail(new Error('the connection was closed'));
  }
}

/** How long it may be idle; not above 0 = it cannot be used again. */
function idleMs(seconds: number | null): number {
  return seconds === null ? keptMs : Math.min(seconds * 1_000 - marginMs, longestKeptMs);
}
