import { readFields } from '../../../shared/http-fields.ts';

/** The head of a plain request: nothing in it that could be read in two ways. */
export interface PlainHead {
  /** Lower-case names, each once. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the body begins. */
  readonly bodyAt: number;
  /** Bytes; at least one. */
  readonly bodyLength: number;
}

const mostHeadBytes = 16_384;
/** Node refuses a head of too many. */
const mostFields = 200;
const mostBodyDigits = 10;

/**
 * What would change how the message is framed, or what becomes of the connection, or is a list where it stands twice, or is
 * no property of Node's object.
 */
const notPlain = [
  'transfer-encoding',
  'content-encoding',
  'expect',
  'upgrade',
  'proxy-connection',
  'set-cookie',
  '__proto__',
] as const;

/**
 * Reads the head of a request whose request line is known (with its line end); null = it is anything but plain, and for
 * Node's own parser to read: another line, a head that is not whole, a name that stands twice, no length, a body in
 * chunks, a byte that does not belong there. Stricter than RFC 9112 allows, so that what is taken here means the same to everybody.
 */
export function readPlainHead(bytes: Buffer, requestLine: string): PlainHead | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > mostHeadBytes) return null;
  const text = bytes.toString('latin1', 0, end);
  if (!text.startsWith(requestLine)) return null;
  const fields = readFields(text, requestLine.length);
  if (fields === null || fields.hasRepeated || fields.count > mostFields) return null;
  const { headers } = fields;
  for (const name of notPlain) if (headers[name] !== undefined) return null;
  if (headers['host'] === undefined) return null;
  const { connection, 'content-length': length } = headers;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return null;
  if (length === undefined || length.length > mostBodyDigits || !/^[1-9]\d*$/.test(length)) return null;
  return { headers, bodyAt: end + 4, bodyLength: Number(length) };
}
