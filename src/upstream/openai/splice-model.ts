import { isUtf8 } from 'node:buffer';
import { skipBlanks, walkObject } from '../json-bytes.ts';

/** Where a value begins and ends in the bytes; `end` is the first byte after it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const blank = 0x20;
const modelKey = Buffer.from('"model"');

export interface Splice {
  readonly model: string;
  /** Members to add, `,"name":value`. */
  readonly more?: string;
  /** When there is room, the bytes themselves are changed; blanks fill what is left. */
  readonly mayOverwrite?: boolean;
  /** It is known to be plain text with no member of the outermost object twice. */
  readonly isScanned?: boolean;
}

/**
 * The bytes of a JSON object that was read already, with another value of its member `model`: everything else stays as
 * the client wrote it, `1.0` and large numbers too, and nothing is written anew. null = it cannot be done that way (no
 * such member, one that comes twice or might, bytes that are no UTF-8).
 */
export function spliceModel(json: Buffer, splice: Splice): Buffer | null {
  const { model, more = '', mayOverwrite = false, isScanned = false } = splice;
  const span = memberOf(json, modelKey);
  if (span === null || json[span.start] !== quote) return null;
  // Readers take the last of two; the name may also stand in a string or deeper, and then all is written anew.
  if (!isScanned && (!isUtf8(json) || json.indexOf(modelKey, span.end) >= 0)) return null;
  const name = JSON.stringify(model) + more;
  const size = Buffer.byteLength(name);
  // What is added for one provider must not be there for the next.
  if (mayOverwrite && more === '' && size <= span.end - span.start) {
    json.fill(blank, span.start + size, span.end);
    json.write(name, span.start);
    return json;
  }
  const spliced = Buffer.allocUnsafe(json.length - (span.end - span.start) + size);
  json.copy(spliced, 0, 0, span.start);
  spliced.write(name, span.start);
  json.copy(spliced, span.start + size, span.end);
  return spliced;
}

/** The value of a member of the outermost object; `key` with its quotes, in its plain form. Valid JSON only. */
function memberOf(json: Buffer, key: Buffer): Span | null {
  let span: Span | null = null;
  walkObject(json, skipBlanks(json, 0), ({ keyStart, keyEnd, start, end }) => {
    if (keyEnd - keyStart !== key.length || json.compare(key, 0, key.length, keyStart, keyEnd) !== 0)
      return true;
    span = { start, end };
    return false;
  });
  return span;
}
