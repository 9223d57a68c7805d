import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';
import type { Entry, Path, Step } from '../tool.ts';
import { adding, blocked, FileFault, isNamed, nest, replacing, type Edited, type Format } from './format.ts';

/** YAML by its document: comments, order and blank lines stay. */
export const yaml: Format = {
  read: (text, path) => {
    const { node, depth } = walk(parse(text), path);
    return depth === path.length ? plainOf(node) : undefined;
  },
  set: (text, entry) => {
    const document = parse(text);
    if (document.contents === null) document.contents = document.createNode({}) as unknown as YAMLMap;
    if (!isMap(document.contents)) return blocked([], 0, 'a map');
    const { node, depth } = walk(document, entry.path);
    if (depth < entry.path.length) return insert(text, document, entry, { node, depth });
    const change = replacing(entry, plainOf(node));
    if (change === null) return { text, change };
    replace(document, node, entry);
    return { text: print(document, text), change };
  },
};

function parse(text: string): Document {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error === undefined) return document;
  throw new FileFault(error.message.split('\n', 1)[0] ?? error.code);
}

interface Reached {
  readonly node: unknown;
  readonly depth: number;
}

/** As far along a path as there is something; what is there and empty counts as nothing. */
function walk(document: Document, path: Path): Reached {
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    const next = child(node, step);
    if (next === undefined || next === null || (isScalar(next) && next.value === null))
      return { node, depth };
    node = next;
  }
  return { node, depth: path.length };
}

function child(node: unknown, step: Step): unknown {
  if (!isNamed(step)) return isMap(node) ? node.get(step, true) : undefined;
  if (!isSeq(node)) return undefined;
  return node.items.find((item) => isMap(item) && item.get('name') === step.named);
}

function insert(text: string, document: Document, entry: Entry, { node, depth }: Reached): Edited {
  const { path, value } = entry;
  const step = path[depth];
  if (isNamed(step)) {
    if (!isSeq(node)) return blocked(path, depth, 'a list');
    const [item] = nest(path.slice(depth), value) as readonly unknown[];
    node.add(document.createNode(item));
  } else {
    if (!isMap(node) || step === undefined) return blocked(path, depth, 'a map');
    node.set(step, document.createNode(nest(path.slice(depth + 1), value)));
  }
  return { text: print(document, text), change: adding(entry) };
}

function replace(document: Document, node: unknown, { path, value }: Entry): void {
  if (isScalar(node) && typeof value !== 'object') {
    node.value = value;
    return;
  }
  const name = path.at(-1);
  const parent = walk(document, path.slice(0, -1)).node;
  if (isMap(parent) && typeof name === 'string') parent.set(name, document.createNode(value));
}

function plainOf(node: unknown): unknown {
  return isNode(node) ? (node.toJSON() as unknown) : node;
}

/** In the manner of the text: its line ends, its steps, its lists at the height of their names or below. */
function print(document: Document, text: string): string {
  const steps = [...text.matchAll(/^( +)[^\s#]/gm)].map(([, space = '']) => space.length);
  const indent = steps.length === 0 ? 2 : Math.min(...steps);
  const flush = /^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(text);
  const printed = document.toString({ lineWidth: 0, indent: Math.min(indent, 8), indentSeq: !flush });
  return text.includes('\r\n') ? printed.replaceAll(/\r?\n/g, '\r\n') : printed;
}
