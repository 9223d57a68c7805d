import type { Socket } from 'node:net';
import type { TimerWheel, WheelTimer } from '../../../shared/timer-wheel.ts';
import type { ClientResponse } from '../client-response.ts';
import { keepAliveMs } from '../keep-alive.ts';
import { PlainResponse } from './plain-response.ts';
import { readPlainHead, type PlainHead } from './read-head.ts';

/** Answers one request whose body is whole. */
export type Answer = (body: Buffer, response: ClientResponse) => void;

/** Who reads plain requests, and what becomes of the others. */
export interface PlainRoute {
  /** With its line end; every other request is Node's. */
  readonly requestLine: string;
  /** null = not for here: Node's. The body is still on its way. */
  admit(head: PlainHead): Answer | null;
}

export interface PlainConnectionParts {
  readonly route: PlainRoute;
  readonly wheel: TimerWheel;
  readonly dateLine: () => string;
  /** Node's own server takes the connection, for good. */
  readonly toNode: (socket: Socket) => void;
  /** It ended in the middle of a request. */
  readonly broken: (socket: Socket) => void;
  readonly forget: (connection: PlainConnection) => void;
}

/** ms that a request may take to become whole before Node, which has limits and errors for it, reads it instead. */
const patienceMs = 1_000;

const lineEnd = Buffer.from('\r\n');

/** Bytes of requests that wait for the answer before theirs. As long as there is room, it is seen when the client leaves. */
const mostWaiting = 65_536;
/** And pieces, each of which costs more than a small one's bytes. */
const mostPieces = 64;
/** ms beyond what the answer says, as Node: a request that left in time meets an open connection. */
const keepAliveMoreMs = 1_000;

/** A request that is not whole yet. */
interface Arriving {
  readonly head: PlainHead;
  readonly answer: Answer;
}

/**
 * A connection whose requests are all plain so far: read here, below `node:http`. As long as a request is not whole,
 * nothing of it is used up, so the whole connection can be given to Node's own server, which then sees every byte of it.
 */
export class PlainConnection {
  readonly socket: Socket;
  readonly #parts: PlainConnectionParts;
  /** What has come of the next request. */
  #chunks: Buffer[] = [];
  #length = 0;
  #arriving: Arriving | null = null;
  #response: PlainResponse | null = null;
  #patience: WheelTimer | null = null;
  #hasAnswered = false;
  #isGoing = false;

  constructor(socket: Socket, parts: PlainConnectionParts) {
    this.socket = socket;
    this.#parts = parts;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose);
    socket.on('drain', this.#onDrain).on('error', ignore).on('timeout', this.#onTimeout);
    this.#beginWaiting();
  }

  /** It has had its answers to the last byte, and asks nothing. */
  get isIdle(): boolean {
    return this.#isResting && this.#hasAnswered && this.socket.writableLength === 0;
  }

  get #isResting(): boolean {
    return this.#response === null && this.#length === 0;
  }

  dateLine(): string {
    return this.#parts.dateLine();
  }

  ended(closes: boolean): void {
    this.#response = null;
    if (closes) return this.socket.destroySoon();
    if (!this.#hasAnswered) {
      this.#hasAnswered = true;
      // Any byte either way begins it anew.
      this.socket.setTimeout(keepAliveMs + keepAliveMoreMs);
    }
    this.#goOn();
  }

  #onData = (bytes: Buffer): void => {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#isFree) this.#goOn();
    // Requests that are sent before the answer has come wait for it; who does not read his answers waits, too.
    else if (this.#length > mostWaiting || this.#chunks.length > mostPieces) this.socket.pause();
  };

  /** The next request may be read. */
  get #isFree(): boolean {
    return this.#response === null && this.socket.writable && !this.socket.writableNeedDrain;
  }

  #goOn(): void {
    if (this.#isGoing) return;
    this.#isGoing = true;
    // One that is answered at once is followed by the next from here, not from within itself.
    while (this.#length > 0 && this.#isFree && this.#read());
    this.#isGoing = false;
    if (this.socket.isPaused() && this.#isFree) this.socket.resume();
  }

  /** False = there is no whole one. */
  #read(): boolean {
    this.#arriving ??= this.#admitted();
    if (this.#arriving === null) {
      // Some clients end a body with a line end that is none of it. Nothing is asked, and Node passes over it, too.
      if (this.#hasAnswered && this.#joined().equals(lineEnd)) this.#drop();
      else this.#handOver();
      return false;
    }
    const { head, answer } = this.#arriving;
    const end = head.bodyAt + head.bodyLength;
    if (this.#length < end) {
      this.#beginWaiting();
      return false;
    }
    const bytes = this.#joined();
    this.#stopWaiting();
    this.#arriving = null;
    this.#chunks = bytes.length > end ? [bytes.subarray(end)] : [];
    this.#length = bytes.length - end;
    this.#response = new PlainResponse(this);
    answer(bytes.subarray(head.bodyAt, end), this.#response);
    return true;
  }

  #drop(): void {
    this.#chunks = [];
    this.#length = 0;
  }

  #admitted(): Arriving | null {
    const { route } = this.#parts;
    const head = readPlainHead(this.#joined(), route.requestLine);
    const answer = head === null ? null : route.admit(head);
    return head === null || answer === null ? null : { head, answer };
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
  }

  #handOver(): void {
    const { socket } = this;
    this.#leave();
    socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
    socket.off('drain', this.#onDrain).off('error', ignore).off('timeout', this.#onTimeout);
    socket.setTimeout(0).pause();
    if (this.#length > 0) socket.unshift(this.#joined());
    this.#parts.toNode(socket);
    socket.resume();
  }

  #beginWaiting(): void {
    this.#patience ??= this.#parts.wheel.after(patienceMs, () => {
      this.#patience = null;
      this.#handOver();
    });
  }

  #stopWaiting(): void {
    if (this.#patience === null) return;
    this.#parts.wheel.cancel(this.#patience);
    this.#patience = null;
  }

  #leave(): void {
    this.#stopWaiting();
    this.#parts.forget(this);
  }

  #onDrain = (): void => {
    if (this.#response === null) this.#goOn();
    else this.#response.drained();
  };

  /** Who asks and closes his half at once is taken for gone, as Node does. */
  #onEnd = (): void => {
    this.#stopWaiting();
    if (this.#isFree && this.#length > 0) this.#parts.broken(this.socket);
    else this.socket.end();
  };

  /** He asks nothing, or takes nothing of his answers. */
  #onTimeout = (): void => {
    if (this.#response === null) this.socket.destroy();
  };

  #onClose = (): void => {
    this.#leave();
    this.#response?.closed();
  };
}

/** The close that follows says it. */
function ignore(): void {}
