import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import { check } from '../openai/check-chat-body.ts';
import { blocksOf, type Placed } from './content-parts.ts';

/**
 * What a model said before, as one message of OpenAI's. Its thinking is no text of its answer and is left out, as are the
 * blocks of tools that ran at Anthropic. @throws NoriaError invalid_request
 */
export function assistantMessages(content: unknown, at: string): readonly ChatMessage[] {
  const blocks = blocksOf(content, at);
  const text = blocks.map(textOf).join('');
  const calls = blocks.filter(({ block }) => block.type === 'tool_use').map(toToolCall);
  if (calls.length > 0) return [{ role: 'assistant', content: text === '' ? null : text, tool_calls: calls }];
  return text === '' ? [] : [{ role: 'assistant', content: text }];
}

function textOf({ block, at }: Placed): string {
  if (block.type !== 'text') return '';
  check(typeof block.text === 'string', `${at}.text`, 'a text');
  return block.text as string;
}

function toToolCall({ block: { id, name, input }, at }: Placed): object {
  check(typeof id === 'string' && id !== '', `${at}.id`, 'the id of the call');
  check(typeof name === 'string' && name !== '', `${at}.name`, 'the name of the tool');
  check(isRecord(input), `${at}.input`, 'an object');
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}
