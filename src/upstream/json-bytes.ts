/** Finding one's way in the bytes of a JSON text without reading it: text is skipped as a whole, so a long one costs little. */

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** A member of an object: where its key (with quotes) and its value begin and end; ends are the first byte after. */
export interface Member {
  keyStart: number;
  keyEnd: number;
  start: number;
  end: number;
}

/**
 * Calls `visit` for each member of the object that begins at `from` until it answers false; the index after the object,
 * or -1 when it is none or its members are not as they should be. Values are not checked.
 */
export function walkObject(json: Buffer, from: number, visit: (member: Member) => boolean): number {
  if (json[from] !== openBrace) return -1;
  const member: Member = { keyStart: 0, keyEnd: 0, start: 0, end: 0 };
  let at = skipBlanks(json, from + 1);
  if (json[at] === closeBrace) return at + 1;
  for (;;) {
    if (json[at] !== quote) return -1;
    member.keyStart = at;
    member.keyEnd = stringEnd(json, at);
    at = skipBlanks(json, member.keyEnd);
    if (json[at] !== colon) return -1;
    member.start = skipBlanks(json, at + 1);
    member.end = valueEnd(json, member.start);
    if (!visit(member)) return member.end;
    at = skipBlanks(json, member.end);
    if (json[at] === closeBrace) return at + 1;
    if (json[at] !== comma) return -1;
    at = skipBlanks(json, at + 1);
  }
}

/** The same for the items of an array, by their beginning; `visit` answers the index after the item, or -1. */
export function walkArray(json: Buffer, from: number, visit: (start: number) => number): number {
  if (json[from] !== openBracket) return -1;
  let at = skipBlanks(json, from + 1);
  if (json[at] === closeBracket) return at + 1;
  for (;;) {
    const end = visit(at);
    if (end < 0) return -1;
    at = skipBlanks(json, end);
    if (json[at] === closeBracket) return at + 1;
    if (json[at] !== comma) return -1;
    at = skipBlanks(json, at + 1);
  }
}

export function skipBlanks(json: Buffer, from: number): number {
  let at = from;
  for (let byte = json[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = json[at])
    at += 1;
  return at;
}

/** Index after the closing quote of the string that begins at `from`; the length when it does not close. */
export function stringEnd(json: Buffer, from: number): number {
  // Names and roles are short: a loop is quicker than a call out of JavaScript.
  const near = Math.min(from + shortText, json.length);
  let at = from + 1;
  for (; at < near; at += 1) {
    const byte = json[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  return farEnd(json, at);
}

const shortText = 24;

/** `from` is no part of an escape. */
function farEnd(json: Buffer, from: number): number {
  for (let at = json.indexOf(quote, from); at >= 0; at = json.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

/** Index after the value that begins at `from`. */
function valueEnd(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length;) {
    const byte = json[at];
    if (byte === quote) {
      at = stringEnd(json, at);
      if (depth === 0) return at;
      continue;
    }
    if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || byte === undefined || byte <= 0x20)) return at;
    at += 1;
  }
  return json.length;
}
