import type { Entry, Path } from '../tool.ts';
import { adding, FileFault, replacing, showPath, type Format } from './format.ts';
import { parseToml, plainValue, type Pair, type TomlText } from './parse-toml.ts';

/** TOML by careful edits of its text: one value, or one line more in its table. */
export const toml: Format = {
  read: (text, path) => {
    const pair = find(parseToml(text), namesOf(path));
    return pair === undefined ? undefined : plainValue(text.slice(pair.valueStart, pair.end));
  },
  set: (text, entry) => {
    const parsed = parseToml(text);
    const names = namesOf(entry.path);
    const pair = find(parsed, names);
    if (pair === undefined) return { text: insert(text, parsed, entry), change: adding(entry) };
    const change = replacing(entry, plainValue(text.slice(pair.valueStart, pair.end)));
    if (change === null) return { text, change };
    return {
      text: text.slice(0, pair.valueStart) + JSON.stringify(entry.value) + text.slice(pair.end),
      change,
    };
  },
};

function namesOf(path: Path): readonly string[] {
  return path.map(String);
}

function find({ pairs }: TomlText, names: readonly string[]): Pair | undefined {
  return pairs.find(({ path }) => isSame(path, names));
}

function insert(text: string, parsed: TomlText, { path, value }: Entry): string {
  const names = namesOf(path);
  const parent = names.slice(0, -1);
  refuse(parsed, names);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  // Beside its like: in its table, or where dotted names define it.
  const beside = parsed.pairs.findLast((pair) => isSame(pair.path.slice(0, -1), parent));
  if (beside !== undefined) {
    const line = lineOf(names.slice(beside.table.length), value);
    const place = endOfLine(text, beside.end);
    return `${text.slice(0, place)}${eol}${line}${text.slice(place)}`;
  }
  const line = lineOf(names.slice(-1), value);
  const header = parsed.headers.find((one) => isSame(one.path, parent));
  if (header !== undefined) {
    const place = endOfLine(text, header.end);
    return `${text.slice(0, place)}${eol}${line}${text.slice(place)}`;
  }
  if (parent.length === 0) {
    // Names without a table come before the first table.
    const mark = text.startsWith('\uFEFF') ? 1 : 0;
    const rest = text.slice(mark);
    return `${text.slice(0, mark)}${line}${eol}${rest === '' ? '' : eol}${rest}`;
  }
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : `${eol}${eol}`;
  return `${text}${gap}[${parent.map(keyOf).join('.')}]${eol}${line}${eol}`;
}

/** A parent that is a value or a list of tables cannot be added to by a line. @throws FileFault */
function refuse({ pairs, headers }: TomlText, names: readonly string[]): void {
  const isAbove = ({ path }: { path: readonly string[] }): boolean =>
    path.length < names.length && path.every((name, index) => name === names[index]);
  const inline = pairs.find(isAbove);
  const list = headers.find((header) => header.isList && isAbove(header));
  const found = inline ?? list;
  if (found !== undefined)
    throw new FileFault(
      `${showPath(found.path)} is written as one value or a list: write it as [${names.slice(0, -1).join('.')}]`,
    );
}

function lineOf(names: readonly string[], value: Entry['value']): string {
  return `${names.map(keyOf).join('.')} = ${JSON.stringify(value)}`;
}

function keyOf(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
