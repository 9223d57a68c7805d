import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { isFieldValue } from '../../../shared/http-fields.ts';
import { longestText, writeTogether } from '../../../shared/write-together.ts';
import { keepAliveMs } from '../keep-alive.ts';
import type { ClientResponse } from '../client-response.ts';

const keepAlive = `connection: keep-alive\r\nkeep-alive: timeout=${keepAliveMs / 1_000}\r\n`;

/** What a response needs of its connection. */
export interface PlainConnectionEnd {
  readonly socket: Socket;
  /** RFC 9110's date of this second, as a header line. */
  dateLine(): string;
  /** The answer is out, but for what the system still holds. */
  ended(closes: boolean): void;
}

/**
 * One answer over a plain connection. Head and body leave in one write wherever they are short: as Latin-1 text, a
 * character a byte.
 */
export class PlainResponse implements ClientResponse {
  readonly #end: PlainConnectionEnd;
  /** Text that is to leave before anything else: the head, short pieces. */
  #gathered = '';
  #isLeaving = false;
  /** Who writes was told to wait. */
  #isHeldBack = false;
  #isChunked = false;
  #closes = false;
  headersSent = false;
  writableEnded = false;
  readonly #onClose: (() => void)[] = [];
  readonly #onDrain: (() => void)[] = [];

  constructor(end: PlainConnectionEnd) {
    this.#end = end;
  }

  get destroyed(): boolean {
    return this.#end.socket.destroyed;
  }

  writeHead(status: number, headers: string[] | Readonly<Record<string, string | number>>): void {
    if (this.headersSent) throw new Error('the head of an answer is written once');
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`;
    let hasLength = false;
    let hasConnection = false;
    const list = Array.isArray(headers) ? headers : Object.entries(headers).flat();
    for (let at = 0; at + 1 < list.length; at += 2) {
      const name = String(list[at]);
      const value = String(list[at + 1]);
      if (!isFieldValue(value)) throw new TypeError(`the header ${name} holds what no header may`);
      if (name === 'content-length') hasLength = true;
      else if (name === 'connection') {
        hasConnection = true;
        this.#closes = value === 'close';
      }
      head += `${name}: ${value}\r\n`;
    }
    head += this.#end.dateLine();
    if (!hasConnection) head += keepAlive;
    this.headersSent = true;
    this.#isChunked = !hasLength;
    this.#gathered = hasLength ? `${head}\r\n` : `${head}transfer-encoding: chunked\r\n\r\n`;
  }

  write(bytes: Buffer | string): boolean {
    // The connection is another answer's by now.
    if (this.writableEnded) return true;
    const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    // An empty chunk would be the last one; the head goes out.
    if (chunk.length === 0) return this.#leaveSoon();
    const before = this.#isChunked ? `${chunk.length.toString(16)}\r\n` : '';
    const after = this.#isChunked ? '\r\n' : '';
    this.#gathered += before;
    if (chunk.length > longestText)
      return writeTogether(this.#end.socket, this.#takeGathered(), chunk, after);
    this.#gathered += chunk.toString('latin1') + after;
    return this.#leaveSoon();
  }

  end(body: Buffer | string = '', encoding: 'latin1' | 'utf8' = 'utf8'): void {
    if (this.writableEnded) return;
    if (typeof body === 'string' && encoding === 'latin1' && !this.#isChunked)
      this.#write(this.#takeGathered() + body);
    else this.#endWith(typeof body === 'string' ? Buffer.from(body, encoding) : body);
    this.writableEnded = true;
    this.#end.ended(this.#closes);
  }

  on(event: 'close' | 'drain', listener: () => void): void {
    (event === 'close' ? this.#onClose : this.#onDrain).push(listener);
  }

  /** Once it has ended, the connection is another answer's. */
  destroy(): void {
    if (!this.writableEnded) this.#end.socket.destroy();
  }

  /** Its connection says that it is gone. */
  closed(): void {
    for (const listener of this.#onClose) listener();
  }

  /** Its connection says that it takes more. */
  drained(): void {
    this.#isHeldBack = false;
    for (const listener of this.#onDrain) listener();
  }

  /** What comes in one turn, as pieces do that a provider sent in one packet, leaves in one write. */
  #leaveSoon(): boolean {
    if (!this.#isLeaving) {
      this.#isLeaving = true;
      queueMicrotask(() => this.#leave());
    }
    this.#isHeldBack ||= this.#gathered.length > longestText || this.#end.socket.writableNeedDrain;
    return !this.#isHeldBack;
  }

  #leave(): void {
    this.#isLeaving = false;
    // The end has taken everything with it.
    if (this.writableEnded) return;
    this.#write(this.#takeGathered());
    if (this.#isHeldBack && !this.#end.socket.writableNeedDrain) this.drained();
  }

  #endWith(last: Buffer): void {
    if (!this.#isChunked) return void writeTogether(this.#end.socket, this.#takeGathered(), last);
    if (last.length > 0) this.write(last);
    this.#write(`${this.#takeGathered()}0\r\n\r\n`);
  }

  #write(text: string): boolean {
    return text === '' ? true : this.#end.socket.write(text, 'latin1');
  }

  #takeGathered(): string {
    const text = this.#gathered;
    this.#gathered = '';
    return text;
  }
}
