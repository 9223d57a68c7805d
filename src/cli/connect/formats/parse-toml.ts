import { FileFault } from './format.ts';

/** The statements of a TOML text with their places: enough to change one value and to leave all others alone. */
export interface TomlText {
  readonly pairs: readonly Pair[];
  readonly headers: readonly Header[];
}
export interface Pair {
  /** Of its table and its own, together. */
  readonly path: readonly string[];
  readonly table: readonly string[];
  /** Offsets in the text, the end excluded. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}
export interface Header {
  readonly path: readonly string[];
  /** `[[…]]` */
  readonly isList: boolean;
  readonly start: number;
  readonly end: number;
}

const blank = /(?:[ \t\r\n\uFEFF]|#[^\n]*)*/y;
const space = /[ \t]*/y;
const lineEnd = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const keyPart = /[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const text3 = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}/y;
const text1 = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const bare =
  /true|false|[+-]?(?:inf|nan)|0x[\dA-Fa-f_]+|0o[0-7_]+|0b[01_]+|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:[\d:.]+(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d[\d:.]*|[+-]?\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?[\d_]+)?/y;

/** @throws FileFault with the line of the first fault */
export function parseToml(text: string): TomlText {
  const pairs: Pair[] = [];
  const headers: Header[] = [];
  let table: readonly string[] = [];
  let at = 0;
  skip(blank);
  while (at < text.length) {
    const start = at;
    if (text[at] === '[') {
      const isList = text[at + 1] === '[';
      at += isList ? 2 : 1;
      table = key();
      expect(isList ? ']]' : ']');
      headers.push({ path: table, isList, start, end: at });
    } else {
      const path = [...table, ...key()];
      expect('=');
      skip(space);
      const valueStart = at;
      value(0);
      pairs.push({ path, table, start, valueStart, end: at });
    }
    if (take(lineEnd) === null) fault('the line should end here');
    skip(blank);
  }
  return { pairs, headers };

  function key(): string[] {
    const parts: string[] = [];
    do {
      skip(space);
      const part = take(keyPart) ?? fault('a name expected');
      parts.push(part.startsWith('"') ? stringOf(part) : part.replace(/^'(.*)'$/, '$1'));
      skip(space);
    } while (text[at] === '.' && (at += 1) > 0);
    return parts;
  }

  function value(depth: number): void {
    if (depth > 100) fault('nested too deeply');
    if (text[at] === '[') sequence(']', () => value(depth + 1));
    else if (text[at] === '{')
      sequence('}', () => {
        key();
        expect('=');
        skip(space);
        value(depth + 1);
      });
    else if (take(text3) === null && take(text1) === null && take(bare) === null) fault('a value expected');
  }

  function sequence(close: string, item: () => void): void {
    at += 1;
    skip(blank);
    while (text[at] !== close) {
      item();
      skip(blank);
      if (text[at] === ',') at += 1;
      else if (text[at] !== close) fault(`"," or "${close}" expected`);
      skip(blank);
    }
    at += 1;
  }

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  }

  function skip(pattern: RegExp): void {
    take(pattern);
  }

  function expect(what: string): void {
    if (!text.startsWith(what, at)) fault(`"${what}" expected`);
    at += what.length;
  }

  function fault(what: string): never {
    throw new FileFault(`line ${text.slice(0, at).split('\n').length}: ${what}`);
  }
}

/** A value as it stands in the text: strings on one line, whole numbers and booleans; anything else as its own text. */
export function plainValue(written: string): unknown {
  if (/^"(?!"")/.test(written)) return stringOf(written);
  if (/^'(?!'')/.test(written)) return written.slice(1, -1);
  if (written === 'true' || written === 'false') return written === 'true';
  return /^[+-]?\d+$/.test(written) ? Number(written) : written;
}

/** JSON's escapes but two, which stay as they are written. */
function stringOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
