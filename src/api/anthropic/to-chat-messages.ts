import type { ChatMessage } from '../../upstream/wire.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { assistantMessages } from './assistant-turn.ts';
import { blocksOf, joined, toParts } from './content-parts.ts';
import { userMessages } from './user-turn.ts';

/** `system` and `messages` as OpenAI has them. @throws NoriaError invalid_request that names the field */
export function toChatMessages({ system, messages }: JsonObject): readonly ChatMessage[] {
  check(Array.isArray(messages) && messages.length > 0, 'messages', 'a list of at least one message');
  const turns = (messages as unknown[]).flatMap((message, index) =>
    toMessages(message, `messages[${index}]`),
  );
  check(
    turns.some(({ role }) => role !== 'system'),
    'messages',
    'at least one message with content',
  );
  return [...systemMessages(system, 'system'), ...turns];
}

function toMessages(message: unknown, at: string): readonly ChatMessage[] {
  check(isRecord(message), at, 'an object with role and content');
  const { role, content } = message as JsonObject;
  switch (role) {
    case 'user':
      return userMessages(content, `${at}.content`);
    case 'assistant':
      return assistantMessages(content, `${at}.content`);
    case 'system':
      return systemMessages(content, `${at}.content`);
    default:
      check(false, `${at}.role`, 'user, assistant, system');
      return [];
  }
}

/** One text: not every provider takes a list here. */
function systemMessages(system: unknown, at: string): readonly ChatMessage[] {
  if (system === undefined || system === null) return [];
  const parts = blocksOf(system, at).flatMap((placed) => {
    check(placed.block.type === 'text', `${placed.at}.type`, 'text');
    return toParts(placed);
  });
  const content = joined(parts);
  return content === '' ? [] : [{ role: 'system', content }];
}
