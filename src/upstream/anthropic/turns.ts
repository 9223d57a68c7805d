import type { ChatMessage } from '../wire.ts';
import { textOf, toBlocks, type ContentBlock } from './content-blocks.ts';
import { toolResultBlock, toolUseBlocks } from './tool-calls.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: ContentBlock[];
}

export interface Conversation {
  /** '' = none. */
  readonly system: string;
  /** Roles alternate; no turn is empty. */
  readonly turns: readonly Turn[];
}

/** OpenAI's messages as Anthropic has them: the system's words apart, neighbours of one role in one turn. */
export function toConversation(messages: readonly ChatMessage[]): Conversation {
  const system = messages
    .filter(isSystem)
    .map((message) => textOf(message.content))
    .filter((text) => text !== '')
    .join('\n\n');
  const turns: Turn[] = [];
  for (const message of messages) if (!isSystem(message)) append(turns, message);
  trimLast(turns);
  // A call needs a turn: a system text alone is what is asked.
  if (turns.length === 0 && system !== '')
    return { system: '', turns: [{ role: 'user', content: [{ type: 'text', text: system }] }] };
  return { system, turns };
}

function isSystem(message: ChatMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}

function append(turns: Turn[], message: ChatMessage): void {
  const role = message.role === 'assistant' ? 'assistant' : 'user';
  const content = blocksOf(message);
  if (content.length === 0) return;
  const last = turns.at(-1);
  if (last?.role === role) last.content.push(...content);
  else turns.push({ role, content: [...content] });
}

function blocksOf(message: ChatMessage): readonly ContentBlock[] {
  if (message.role === 'tool') return [toolResultBlock(message)];
  const blocks = toBlocks(message.content);
  return message.role === 'assistant' ? [...blocks, ...toolUseBlocks(message)] : blocks;
}

/** An answer that is to be continued may not end with a blank: "final assistant content cannot end with trailing whitespace". */
function trimLast(turns: readonly Turn[]): void {
  const last = turns.at(-1);
  const block = last?.content.at(-1);
  if (last?.role !== 'assistant' || typeof block?.text !== 'string') return;
  last.content[last.content.length - 1] = { ...block, text: block.text.trimEnd() };
}
