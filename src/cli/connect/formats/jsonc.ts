import type { Entry, Path, Step, Value } from '../tool.ts';
import { adding, blocked, isNamed, nest, replacing, type Edited, type Format } from './format.ts';
import { parseJsonc, plainOf, skipBlank, type ArrayNode, type Node, type ObjectNode } from './parse-jsonc.ts';

/** JSON with comments: only the text of what changes is touched. */
export const jsonc: Format = {
  read: (text, path) => {
    const root = parseJsonc(text);
    if (root === null) return undefined;
    const { node, depth } = walk(root, path);
    return depth === path.length ? plainOf(node) : undefined;
  },
  set: (text, entry) => {
    if (parseJsonc(text) !== null) return set(text, entry);
    const gap = text.trim() === '' || text.endsWith('\n') ? '' : eolOf(text);
    return set(`${text}${gap}{}${eolOf(text)}`, entry);
  },
};

function set(text: string, entry: Entry): Edited {
  const root = parseJsonc(text);
  if (root === null || root.kind !== 'object') return blocked([], 0, 'an object');
  const { node, depth } = walk(root, entry.path);
  if (depth < entry.path.length) return { text: insert(text, node, entry, depth), change: adding(entry) };
  const change = replacing(entry, plainOf(node));
  if (change === null) return { text, change };
  const written = write(entry.value, text, indentAt(text, node.start));
  return { text: text.slice(0, node.start) + written + text.slice(node.end), change };
}

/** As far along a path as there is something. */
function walk(root: Node, path: Path): { node: Node; depth: number } {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const next = child(node, step);
    if (next === undefined) return { node, depth };
    node = next;
  }
  return { node, depth: path.length };
}

/** Of a name that is there twice the last one counts, as it does for most who read JSON. */
function child(node: Node, step: Step): Node | undefined {
  if (!isNamed(step))
    return node.kind === 'object' ? node.members.findLast(({ name }) => name === step)?.value : undefined;
  if (node.kind !== 'array') return undefined;
  return node.items.find((item) => {
    const name = child(item, 'name');
    return name?.kind === 'scalar' && name.value === step.named;
  });
}

function insert(text: string, node: Node, { path, value }: Entry, depth: number): string {
  const step = path[depth];
  if (isNamed(step)) {
    if (node.kind !== 'array') return blocked(path, depth, 'a list');
    const [item] = nest(path.slice(depth), value) as readonly Value[];
    return append(text, node, (indent) => write(item ?? null, text, indent));
  }
  if (node.kind !== 'object') return blocked(path, depth, 'an object');
  const inner = nest(path.slice(depth + 1), value);
  return append(text, node, (indent) => `${JSON.stringify(step)}: ${write(inner, text, indent)}`);
}

/** After the last child, and after a comment that ends its line. */
function append(text: string, node: ObjectNode | ArrayNode, line: (indent: string) => string): string {
  const eol = eolOf(text);
  const outer = indentAt(text, node.start);
  const inner = outer + unitOf(text);
  const children = node.kind === 'object' ? node.members.map((member) => member.value) : node.items;
  const last = children.at(-1);
  if (last === undefined) {
    const kept = text.slice(node.start + 1, node.end - 1).trimEnd();
    const open = text.slice(0, node.start + 1);
    return `${open}${kept}${eol}${inner}${line(inner)}${eol}${outer}${text.slice(node.end - 1)}`;
  }
  const comma = skipBlank(text, last.end);
  const hasComma = text[comma] === ',';
  if (!text.slice(node.start, node.end).includes('\n')) {
    const place = hasComma ? comma + 1 : last.end;
    return `${text.slice(0, place)}${hasComma ? '' : ','} ${line(outer)}${text.slice(place)}`;
  }
  const indent = indentAt(text, last.start) || inner;
  const place = endOfLine(text, hasComma ? comma + 1 : last.end);
  const before = hasComma
    ? text.slice(0, place)
    : `${text.slice(0, last.end)},${text.slice(last.end, place)}`;
  return `${before}${eol}${indent}${line(indent)}${hasComma ? ',' : ''}${text.slice(place)}`;
}

/** Behind a comment on the same line, which belongs to what stands before it. */
function endOfLine(text: string, from: number): number {
  const rest = /[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?/y;
  rest.lastIndex = from;
  const found = rest.exec(text)?.[0] ?? '';
  return found.trim() === '' ? from : from + found.length;
}

function write(value: Value | null, text: string, indent: string): string {
  return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', `${eolOf(text)}${indent}`);
}

/** The space that begins the line of an offset. */
function indentAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, offset))?.[0] ?? '';
}

function unitOf(text: string): string {
  return /^(?: +|\t)(?=\S)/m.exec(text)?.[0] ?? '  ';
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
