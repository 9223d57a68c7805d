import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

export type SettingPath = readonly (string | number)[];

/** Place and name of a setting: `noria.yaml:12:5 providers.groq.limits`. */
export type Locate = (path: SettingPath) => string;

export function createLocator(document: Document.Parsed, lines: LineCounter, name: string): Locate {
  return (path) => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return `${name}:${line}:${col} ${path.join('.')}`.trimEnd();
  };
}

/** Where the setting begins, or the nearest thing around it that is in the text. */
function offsetOf(document: Document.Parsed, path: SettingPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const next = childOf(isAlias(node) ? node.resolve(document) : node, step);
    if (next === undefined) break;
    offset = startOf(next.at) ?? offset;
    node = next.value;
  }
  return offset;
}

function childOf(node: unknown, step: string | number): { at: unknown; value: unknown } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { at: item, value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair === undefined ? undefined : { at: pair.key, value: pair.value };
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null)?.range?.[0];
}
