import type { ChatMessage } from '../../upstream/wire.ts';
import { isRecord } from '../../upstream/parse-body.ts';

/** A conversation, its last turn apart where that is the model's own: roles must alternate for many models. */
export interface SplitConversation {
  readonly before: readonly ChatMessage[];
  readonly last: ChatMessage | null;
  /** What the client had put into the model's mouth; '' = nothing. */
  readonly lead: string;
}

export function splitOwnTurn(messages: readonly ChatMessage[]): SplitConversation {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return { before: messages, last: null, lead: '' };
  return { before: messages.slice(0, -1), last, lead: textOf(last.content) };
}

/** The conversation with `content` as the model's own last words. */
export function withOwnTurn(
  split: SplitConversation,
  content: string,
  isPrefix = false,
): readonly ChatMessage[] {
  const { prefix: _, ...turn } = split.last ?? { prefix: false };
  return [...split.before, { ...turn, role: 'assistant', content, ...(isPrefix ? { prefix: true } : {}) }];
}

/** The conversation with `words` as the client's last ones, in the client's last turn if that is the last. */
export function withUserWords(messages: readonly ChatMessage[], words: string): readonly ChatMessage[] {
  const last = messages.at(-1);
  const content = last?.role === 'user' ? joined(last.content, words) : null;
  if (last === undefined || content === null) return [...messages, { role: 'user', content: words }];
  return [...messages.slice(0, -1), { ...last, content }];
}

function joined(content: unknown, words: string): unknown {
  if (typeof content === 'string') return `${content}\n\n${words}`;
  return Array.isArray(content) ? [...content, { type: 'text', text: `\n\n${words}` }] : null;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}
