import { isFieldValue, readFields } from '../../shared/http-fields.ts';
import type { HttpHeaders } from '../http.ts';

/** What comes is no HTTP/1.1: the connection is of no more use. */
export class ResponseFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ResponseFault';
  }
}

/** Told in order: head, then data*. */
export interface ResponseParts {
  head(status: number, headers: HttpHeaders): void;
  data(bytes: Buffer): void;
}

/** What is awaited next. */
type Awaited =
  | 'head'
  /** As many bytes as were announced. */
  | 'bytes'
  /** The line before a chunk. */
  | 'size'
  /** Bytes of a chunk. */
  | 'chunk'
  /** The line end after it. */
  | 'chunk_end'
  | 'trailers'
  /** Whatever comes until the connection ends. */
  | 'rest'
  | 'nothing';

const longestHead = 65_536;
const longestLine = 4_096;
const longestTrailers = 16_384;
/** Of a chunk: more than any that could be held. */
const largestChunk = 0xffff_ffff;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const semicolon = 0x3b;

const malformedChunk = 'a chunk of the answer is malformed';

/**
 * Takes one response after the other apart, as RFC 9112 (6.3, 7.1) says, for a client that sends GET and POST and asks one
 * thing at a time on a connection. What is wrong, or says two things, is a ResponseFault; nothing is guessed.
 */
export class ResponseReader {
  readonly #parts: ResponseParts;
  #awaited: Awaited = 'head';
  /** Of a head, or of a line, what has come of it. */
  #held: Buffer | null = null;
  /** Bytes that are still to come, of the body or of the chunk. */
  #left = 0;
  #trailerBytes = 0;
  #stopped = false;
  /** After the last response the connection may carry another. */
  keepsAlive = false;
  /** Seconds for which the provider says to keep the connection open; null = it says nothing. */
  keepsAliveSeconds: number | null = null;
  /** Something has come of the response. */
  #hasBegun = false;

  constructor(parts: ResponseParts) {
    this.#parts = parts;
  }

  /** Another response is awaited. */
  begin(): void {
    this.#awaited = 'head';
    this.#held = null;
    this.#hasBegun = false;
  }

  /** Nothing more is told, not even of the bytes that are being read. */
  stop(): void {
    this.#stopped = true;
  }

  /** True = the response is whole. @throws ResponseFault */
  read(piece: Buffer): boolean {
    this.#hasBegun = true;
    let bytes = piece;
    if (this.#held !== null) {
      bytes = Buffer.concat([this.#held, piece]);
      this.#held = null;
    }
    let at = 0;
    while (at < bytes.length && this.#awaited !== 'nothing' && !this.#stopped) at = this.#step(bytes, at);
    if (this.#stopped || this.#awaited !== 'nothing') return false;
    // Who says more than was asked cannot be asked again.
    if (at < bytes.length) this.keepsAlive = false;
    return true;
  }

  /** The connection has ended. True = the response is whole by that. @throws ResponseFault */
  finish(): boolean {
    if (this.#awaited === 'nothing') return false;
    if (this.#awaited === 'rest') return true;
    throw new ResponseFault(
      this.#hasBegun
        ? 'the connection ended in the middle of the answer'
        : 'the connection ended before the answer',
    );
  }

  /** Takes what it can from there; where the next step begins. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#awaited) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'bytes':
      case 'chunk':
        return this.#readBytes(bytes, at);
      case 'size':
        return this.#readSize(bytes, at);
      case 'chunk_end':
        return this.#readChunkEnd(bytes, at);
      case 'trailers':
        return this.#readTrailers(bytes, at);
      case 'rest':
        this.#parts.data(bytes.subarray(at));
        return bytes.length;
      case 'nothing':
        return at;
      default:
        return this.#awaited satisfies never;
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf('\r\n\r\n', at);
    if ((end < 0 ? bytes.length : end) - at > longestHead)
      throw new ResponseFault('the head of the answer is too long');
    if (end < 0) {
      this.#held = bytes.subarray(at);
      return bytes.length;
    }
    this.#takeHead(bytes.toString('latin1', at, end));
    return end + 4;
  }

  #takeHead(text: string): void {
    const lineEnd = text.indexOf('\r\n');
    const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
    if (!/^HTTP\/1\.[01] [1-5]\d\d(?: [^\0\r\n]*)?$/.test(line))
      throw new ResponseFault('the answer is no HTTP/1.1');
    const status = Number(line.slice(9, 12));
    const fields = readFields(text, lineEnd < 0 ? text.length : lineEnd + 2);
    if (fields === null) throw new ResponseFault('a header of the answer is malformed');
    if (status === 101) throw new ResponseFault('the answer changes the protocol, which nobody asked for');
    // Something on the way; the answer itself is still to come.
    if (status < 200) return;
    this.#frame(status, fields.headers, line.startsWith('HTTP/1.1'));
    this.#parts.head(status, fields.headers);
  }

  /** How long the body is (RFC 9112, 6.3), and whether the connection lives on (9.3). */
  #frame(status: number, headers: HttpHeaders, isCurrent: boolean): void {
    const {
      connection,
      'content-length': length,
      'transfer-encoding': encoding,
      'keep-alive': hint,
    } = headers;
    this.keepsAlive = isCurrent;
    if (connection !== undefined) this.keepsAlive = staysOpen(connection, isCurrent);
    this.keepsAliveSeconds = hint === undefined ? null : secondsOf(hint);
    if (length !== undefined && !/^\d{1,15}$/.test(length))
      throw new ResponseFault('the answer says a length that is none');
    if (length !== undefined && encoding !== undefined)
      throw new ResponseFault('the answer says both a length and chunks');
    if (status === 204 || status === 304) {
      // A body that must not be there would be read as the next answer.
      if (encoding !== undefined || Number(length ?? 0) > 0) this.keepsAlive = false;
      this.#awaited = 'nothing';
    } else if (encoding !== undefined) {
      if (encoding.toLowerCase() !== 'chunked')
        throw new ResponseFault(`the answer comes in a transfer coding that nobody asked for`);
      // RFC 9112, 6.1: who speaks 1.0 may not know what it said.
      if (!isCurrent) this.keepsAlive = false;
      this.#awaited = 'size';
      this.#trailerBytes = 0;
    } else if (length !== undefined) {
      this.#left = Number(length);
      this.#awaited = this.#left === 0 ? 'nothing' : 'bytes';
    } else {
      this.keepsAlive = false;
      this.#awaited = 'rest';
    }
  }

  #readBytes(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#awaited = this.#awaited === 'chunk' ? 'chunk_end' : 'nothing';
    this.#parts.data(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    return end;
  }

  /** The size, perhaps an extension, which means nothing here, the line end. */
  #readSize(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(lineFeed, at);
    if (end < 0) return this.#hold(bytes, at, longestLine);
    const size = sizeIn(bytes, at, end);
    if (size === null) throw new ResponseFault(malformedChunk);
    this.#left = size;
    this.#awaited = size === 0 ? 'trailers' : 'chunk';
    return end + 1;
  }

  #readChunkEnd(bytes: Buffer, at: number): number {
    if (bytes.length - at < 2) return this.#hold(bytes, at, 2);
    if (bytes[at] !== carriageReturn || bytes[at + 1] !== lineFeed) throw new ResponseFault(malformedChunk);
    this.#awaited = 'size';
    return at + 2;
  }

  /** Lines up to an empty one; nobody asked for them. */
  #readTrailers(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(lineFeed, at);
    if (end < 0) return this.#hold(bytes, at, longestLine);
    if (end - at === 1 && bytes[at] === carriageReturn) this.#awaited = 'nothing';
    else this.#skipTrailer(bytes.toString('latin1', at, end + 1));
    return end + 1;
  }

  #skipTrailer(line: string): void {
    this.#trailerBytes += line.length;
    if (this.#trailerBytes > longestTrailers) throw new ResponseFault('the answer has too many trailers');
    const trailer = line.endsWith('\r\n') ? readFields(line, 0) : null;
    if (trailer === null || trailer.headers['content-length'] !== undefined)
      throw new ResponseFault('a trailer of the answer is malformed');
  }

  /** The rest of it is still to come. */
  #hold(bytes: Buffer, at: number, most: number): number {
    if (bytes.length - at > most) throw new ResponseFault('a line of the answer is too long');
    this.#held = bytes.subarray(at);
    return bytes.length;
  }
}

/** Of a chunk, by its line up to the line feed; null = it says none. */
function sizeIn(bytes: Buffer, at: number, end: number): number | null {
  const last = end - 1;
  if (bytes[last] !== carriageReturn) return null;
  let size = 0;
  let next = at;
  for (let digit = hexOf(bytes[next]); digit >= 0; digit = hexOf(bytes[next])) {
    size = size * 16 + digit;
    if (size > largestChunk) return null;
    next += 1;
  }
  if (next === at) return null;
  if (next === last) return size;
  return bytes[next] === semicolon && isFieldValue(bytes.toString('latin1', next, last)) ? size : null;
}

/** -1 = it is none. */
function hexOf(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** RFC 9110, 7.6.1: a list of words. */
function staysOpen(connection: string, isCurrent: boolean): boolean {
  const words = connection.toLowerCase().split(/[\s,]+/);
  return !words.includes('close') && (isCurrent || words.includes('keep-alive'));
}

function secondsOf(hint: string): number | null {
  const [, seconds] = /timeout=(\d{1,9})/i.exec(hint) ?? [];
  return seconds === undefined ? null : Number(seconds);
}
