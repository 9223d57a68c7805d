import { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { Connection, type ConnectionEnds, type Exchange, type RequestBytes } from './connection.ts';

type Connect = ReturnType<typeof buildConnector>;

interface Waiting {
  readonly exchange: Exchange;
  readonly request: RequestBytes;
}

const closedMessage = 'the HTTP client was closed';

/** The connections to one origin: as many as calls run at a time, the last used first. */
export class Origin implements ConnectionEnds {
  readonly #connect: Connect;
  readonly #place: Parameters<Connect>[0];
  readonly #connecting = new Set<Socket>();
  readonly #all = new Set<Connection>();
  readonly #free: Connection[] = [];
  /** Never more than are free. */
  #waiting: Waiting[] = [];
  readonly #serve = (): void => this.#serveWaiting();
  #closed = false;

  constructor({ protocol, hostname, host, port }: URL, connect: Connect) {
    this.#connect = connect;
    this.#place = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), host, port };
  }

  /**
   * Sends it over a free connection, or over a new one. Over a free one at the end of the turn, when all that has come
   * by now has been read: bytes that nobody asked for would be taken for the answer, and the other side's end for none.
   */
  start(exchange: Exchange, request: RequestBytes): void {
    if (this.#closed) throw new Error(closedMessage);
    if (this.#waiting.length >= this.#free.length) return this.#open(exchange, request);
    if (this.#waiting.push({ exchange, request }) === 1) setImmediate(this.#serve);
  }

  freed(connection: Connection): void {
    this.#free.push(connection);
  }

  closed(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#free.indexOf(connection);
    if (at >= 0) this.#free.splice(at, 1);
  }

  /** What runs or waits over it fails. */
  close(): void {
    this.#closed = true;
    const error = new Error(closedMessage);
    // The connector tells of it.
    for (const socket of this.#connecting) socket.destroy(error);
    for (const connection of this.#all) connection.fail(error);
    for (const { exchange } of this.#takeWaiting()) exchange.failed(error);
  }

  #serveWaiting(): void {
    for (const { exchange, request } of this.#takeWaiting()) {
      if (exchange.isOver) continue;
      const free = this.#takeFree();
      if (free === undefined) this.#open(exchange, request);
      else free.carry(exchange, request);
    }
  }

  #takeWaiting(): readonly Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #takeFree(): Connection | undefined {
    let free = this.#free.pop();
    while (free !== undefined && !free.isOpen) free = this.#free.pop();
    return free;
  }

  #open(exchange: Exchange, request: RequestBytes): void {
    const made: unknown = this.#connect(this.#place, (error, socket) => {
      if (error === null) this.#opened(socket, { exchange, request });
      else exchange.failed(error);
      if (made instanceof Socket) this.#connecting.delete(made);
    });
    if (made instanceof Socket) this.#connecting.add(made);
  }

  /** Nothing here may be a closure: the connection would keep its first call as long as it lives. */
  #opened(socket: Socket, { exchange, request }: Waiting): void {
    const connection = new Connection(socket, this);
    this.#all.add(connection);
    // Whoever wanted it has left; the next one has it at once.
    if (exchange.isOver) this.#free.push(connection);
    else connection.carry(exchange, request);
  }
}
