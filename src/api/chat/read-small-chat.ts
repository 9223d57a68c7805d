import { NoriaError } from '../../shared/errors.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatBody, ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check, checkChatBody, checkMessages } from '../openai/check-chat-body.ts';

export interface SmallChat {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly stream: boolean;
}

/** What the small call passes on beside the messages; every other field is left out. */
const passedOn = [
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'response_format',
];
/** What would be asked for in vain: the answer is one text. */
const needOpenai = ['tools', 'tool_choice', 'functions', 'function_call', 'modalities', 'audio', 'logprobs'];

/**
 * `{ message | messages, system?, history?, model?, stream? }` in OpenAI's terms: `system` comes first, `history` before
 * the message. @throws NoriaError invalid_request
 */
export function readSmallChat(given: JsonObject): SmallChat {
  const { model, stream, n } = given;
  const foreign = needOpenai.find((name) => isSet(given[name]));
  if (foreign !== undefined) throw notHere(foreign);
  check(!isSet(n) || n === 1, 'n', '1; more answers at once are had from /v1/chat/completions');
  const wishes = Object.fromEntries(
    passedOn.filter((name) => isSet(given[name])).map((name) => [name, given[name]]),
  );
  const body = { ...wishes, messages: messagesOf(given) };
  const checked = checkChatBody({ ...body, model, stream });
  return { body, model: checked.model, stream: checked.stream };
}

function messagesOf({ message, messages, system, history }: JsonObject): readonly ChatMessage[] {
  check(!isSet(messages) || !isSet(message), 'message', 'either message or messages');
  check(!isSet(system) || typeof system === 'string', 'system', 'a text');
  const before = typeof system === 'string' && system !== '' ? [{ role: 'system', content: system }] : [];
  if (isSet(messages)) {
    check(!isSet(history), 'history', 'only with message; messages hold it already');
    return [...before, ...checkedMessages(messages)];
  }
  const isText = typeof message === 'string' && message.trim() !== '';
  check(isText, 'message', 'a text, or messages instead');
  const earlier = isSet(history) ? earlierMessages(history) : [];
  return [...before, ...earlier, { role: 'user', content: message }];
}

function checkedMessages(messages: unknown): readonly ChatMessage[] {
  checkMessages(messages);
  const withTool = messages.find(
    ({ role, tool_calls: calls }) => role === 'tool' || role === 'function' || isSet(calls),
  );
  if (withTool !== undefined) throw notHere('tools');
  return messages;
}

/** None yet is a history as well. */
function earlierMessages(history: unknown): readonly ChatMessage[] {
  const holds =
    Array.isArray(history) && history.every((one) => isRecord(one) && typeof one.role === 'string');
  check(holds, 'history', 'a list of messages with role and content');
  return (history as unknown[]).length === 0 ? [] : checkedMessages(history);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function notHere(field: string): NoriaError {
  return new NoriaError(
    'invalid_request',
    `"${field}" is not taken here: the answer of /api/chat is a text. Use /v1/chat/completions for it.`,
    { param: field },
  );
}
