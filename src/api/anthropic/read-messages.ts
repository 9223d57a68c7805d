import { createHash } from 'node:crypto';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check, checkChatBody } from '../openai/check-chat-body.ts';
import { effortWishes, formatWishes, showsThinking } from './effort-wishes.ts';
import { toChatMessages } from './to-chat-messages.ts';
import { toolWishes } from './tool-wishes.ts';

const longestUser = 64;

/** A call of the Messages API in OpenAI's terms, and what its answer depends on. */
export interface MessagesCall {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly stops: readonly string[];
  readonly showsThinking: boolean;
}

/** Fields that nobody knows here are left out; `cache_control` too. @throws NoriaError invalid_request that names the field */
export function readMessages(given: JsonObject): MessagesCall {
  const { model, stream, max_tokens: maxTokens } = given;
  check(
    typeof maxTokens === 'number' && Number.isSafeInteger(maxTokens) && maxTokens >= 1,
    'max_tokens',
    'a whole number, 1 or more',
  );
  const stops = stopsOf(given.stop_sequences);
  const body = { ...readPrompt(given), max_tokens: maxTokens, ...sampling(given, stops) };
  const checked = checkChatBody({ ...body, model, stream });
  return {
    body,
    model: checked.model,
    stream: checked.stream,
    stops,
    showsThinking: showsThinking(given),
  };
}

/** What counts as prompt: the conversation and the tools. @throws NoriaError invalid_request */
export function readPrompt(given: JsonObject): ChatBody {
  return { messages: toChatMessages(given), ...toolWishes(given) };
}

function sampling(given: JsonObject, stops: readonly string[]): JsonObject {
  const { metadata } = given;
  const numbers = ['temperature', 'top_p', 'top_k'].filter((name) => !isAbsent(given[name]));
  for (const name of numbers) check(typeof given[name] === 'number', name, 'a number');
  check(isAbsent(metadata) || isRecord(metadata), 'metadata', 'an object');
  return {
    ...Object.fromEntries(numbers.map((name) => [name, given[name]])),
    ...(stops.length === 0 ? {} : { stop: stops }),
    ...(isRecord(metadata) ? userWishes(metadata.user_id) : {}),
    ...effortWishes(given),
    ...formatWishes(given),
  };
}

/** Longer ids are refused by OpenAI and its kin, and Claude Code's tell the account and the device: they go as their hash. */
function userWishes(id: unknown): JsonObject {
  if (typeof id !== 'string' || id === '') return {};
  return { user: id.length < longestUser ? id : createHash('sha256').update(id).digest('hex') };
}

function stopsOf(stops: unknown): readonly string[] {
  if (isAbsent(stops)) return [];
  check(
    Array.isArray(stops) && stops.every((stop) => typeof stop === 'string'),
    'stop_sequences',
    'a list of texts',
  );
  return stops as string[];
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
