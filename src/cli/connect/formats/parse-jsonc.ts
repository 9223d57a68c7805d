import { FileFault } from './format.ts';

/** JSON with comments and commas at the end, with the place of everything in the text. */
export type Node = ObjectNode | ArrayNode | ScalarNode;
export interface ObjectNode extends Place {
  readonly kind: 'object';
  readonly members: readonly Member[];
}
export interface ArrayNode extends Place {
  readonly kind: 'array';
  readonly items: readonly Node[];
}
export interface ScalarNode extends Place {
  readonly kind: 'scalar';
  readonly value: unknown;
}
/** Offsets in the text, the end excluded. */
interface Place {
  readonly start: number;
  readonly end: number;
}
interface Member {
  readonly name: string;
  readonly value: Node;
}

const deepest = 200;

/** null = there is nothing but space and comments. @throws FileFault with the line of the first fault */
export function parseJsonc(text: string): Node | null {
  let at = skipBlank(text, 0);
  if (at === text.length) return null;
  const root = value(0);
  at = skipBlank(text, root.end);
  if (at < text.length) fault(`unexpected ${show()}`);
  return root;

  function value(depth: number): Node {
    if (depth > deepest) fault('nested too deeply');
    if (text[at] === '{')
      return list('}', depth, member, (place, members) => ({ kind: 'object', ...place, members }));
    if (text[at] === '[')
      return list(']', depth, value, (place, items) => ({ kind: 'array', ...place, items }));
    return scalar();
  }

  function list<Item extends Node | Member>(
    close: string,
    depth: number,
    readItem: (depth: number) => Item,
    make: (place: Place, items: Item[]) => Node,
  ): Node {
    const start = at;
    const items: Item[] = [];
    at = skipBlank(text, at + 1);
    while (text[at] !== close) {
      items.push(readItem(depth + 1));
      at = skipBlank(text, at);
      if (text[at] === ',') at = skipBlank(text, at + 1);
      else if (text[at] !== close) fault(`"," or "${close}" expected, not ${show()}`);
    }
    at += 1;
    return make({ start, end: at }, items);
  }

  function member(depth: number): Member {
    const name = scalar().value;
    if (typeof name !== 'string') return fault('a name in quotes expected');
    at = skipBlank(text, at);
    if (text[at] !== ':') fault(`":" expected, not ${show()}`);
    at = skipBlank(text, at + 1);
    return { name, value: value(depth) };
  }

  function scalar(): ScalarNode {
    const found = /"(?:[^"\\]|\\.)*"|[-\w.+]+/y;
    found.lastIndex = at;
    const token = found.exec(text)?.[0] ?? fault(`a value expected, not ${show()}`);
    try {
      const parsed: unknown = JSON.parse(token);
      const start = at;
      at += token.length;
      return { kind: 'scalar', start, end: at, value: parsed };
    } catch {
      return fault(`${token.slice(0, 20)} is no JSON`);
    }
  }

  function show(): string {
    return at < text.length ? `"${text[at]}"` : 'the end';
  }

  function fault(what: string): never {
    throw new FileFault(`line ${text.slice(0, at).split('\n').length}: ${what}`);
  }
}

/** The next place that is neither space nor comment. */
export function skipBlank(text: string, from: number): number {
  const blank = /(?:[\s\uFEFF]|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
  blank.lastIndex = from;
  blank.exec(text);
  return blank.lastIndex;
}

export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(plainOf);
    case 'object':
      return Object.fromEntries(node.members.map((member) => [member.name, plainOf(member.value)]));
  }
}
