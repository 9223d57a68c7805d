import { createHash } from 'node:crypto';

/** What a tool is called in the Responses API. */
export interface ToolName {
  readonly kind: 'function' | 'custom';
  readonly name: string;
  /** null = it stands in none. */
  readonly namespace: string | null;
}

/** Longest name of a function in a chat. https://platform.openai.com/docs/api-reference/chat/create */
const longestName = 64;
const hashLength = 8;

/** The name of such a tool in a chat, which knows no namespaces; always the same for the same. */
export function chatNameOf(name: string, namespace: unknown): string {
  if (typeof namespace !== 'string' || namespace === '') return name;
  const joined = `${namespace}__${name}`.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
  if (joined.length <= longestName) return joined;
  const hash = createHash('sha256').update(`${namespace}\n${name}`).digest('hex').slice(0, hashLength);
  return `${joined.slice(0, longestName - hashLength - 1)}_${hash}`;
}
