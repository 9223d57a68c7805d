import { isUtf8 } from 'node:buffer';
import { stringEnd } from './json-text.ts';

/** Where a value begins and ends in the bytes; `end` is the first byte after it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const colon = 0x3a;
const comma = 0x2c;
const modelKey = Buffer.from('"model"');

/**
 * The bytes of a JSON object that was read already, with another value of its member `model`: everything else stays as
 * the client wrote it, `1.0` and large numbers too, and nothing is written anew. null = it cannot be done that way (no
 * such member, one that comes twice or might, bytes that are no UTF-8). `more`: members to add, `,"name":value`.
 */
export function spliceModel(json: Buffer, model: string, more = ''): Buffer | null {
  const span = memberOf(json, modelKey);
  if (span === null || json[span.start] !== quote || !isUtf8(json)) return null;
  // Readers take the last of two; the name may also stand in a string or deeper, and then all is written anew.
  if (json.indexOf(modelKey, span.end) >= 0) return null;
  const name = JSON.stringify(model) + more;
  const size = Buffer.byteLength(name);
  const spliced = Buffer.allocUnsafe(json.length - (span.end - span.start) + size);
  json.copy(spliced, 0, 0, span.start);
  spliced.write(name, span.start);
  json.copy(spliced, span.start + size, span.end);
  return spliced;
}

/** The value of a member of the outermost object; `key` with its quotes, in its plain form. Valid JSON only. */
function memberOf(json: Buffer, key: Buffer): Span | null {
  let at = skipBlanks(json, 0);
  if (json[at] !== 0x7b) return null;
  at = skipBlanks(json, at + 1);
  while (json[at] === quote) {
    const keyEnd = stringEnd(json, at);
    const isWanted = keyEnd - at === key.length && json.compare(key, 0, key.length, at, keyEnd) === 0;
    at = skipBlanks(json, keyEnd);
    if (json[at] !== colon) return null;
    const start = skipBlanks(json, at + 1);
    const end = valueEnd(json, start);
    if (isWanted) return { start, end };
    at = skipBlanks(json, end);
    if (json[at] !== comma) return null;
    at = skipBlanks(json, at + 1);
  }
  return null;
}

function skipBlanks(json: Buffer, from: number): number {
  let at = from;
  for (let byte = json[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = json[at])
    at += 1;
  return at;
}

/** Text is skipped as a whole, so a long prompt costs little. */
function valueEnd(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length;) {
    const byte = json[at];
    if (byte === quote) {
      at = stringEnd(json, at);
      if (depth === 0) return at;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || byte === undefined || byte <= 0x20)) return at;
    at += 1;
  }
  return json.length;
}
