import type { ChatMessage } from '../../upstream/wire.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import type { Asked } from '../http/ask-relay.ts';
import { speakingOfJson } from '../translate/json-format.ts';
import { userContent } from './read-images.ts';
import { readMessages } from './read-messages.ts';
import { readOptions, wantsStream } from './read-options.ts';

/** `chat` or `generate`, understood. */
export interface ReadCall {
  /** As the client wrote it. */
  readonly name: string;
  readonly stream: boolean;
  readonly showsThinking: boolean;
  /** In the relay's terms; null = nothing is said: the model is only to be loaded, or unloaded. */
  readonly translated: Pick<Asked, 'body' | 'stream'> | null;
  readonly unloads: boolean;
}

/** @throws NoriaError invalid_request that names the field */
export function readChat(given: JsonObject): ReadCall {
  const { messages = [], tools } = given;
  check(Array.isArray(messages), 'messages', 'a list of messages');
  check(
    tools === undefined || tools === null || (Array.isArray(tools) && tools.every(isRecord)),
    'tools',
    'a list of tools',
  );
  const offered = Array.isArray(tools) && tools.length > 0 ? { tools: tools as readonly unknown[] } : {};
  return readCall(given, readMessages(messages as unknown[]), offered);
}

/** @throws NoriaError invalid_request that names the field */
export function readGenerate(given: JsonObject): ReadCall {
  const { prompt = '', system = '', suffix } = given;
  check(typeof prompt === 'string', 'prompt', 'a text');
  check(typeof system === 'string', 'system', 'a text');
  check(
    suffix === undefined || suffix === null || suffix === '',
    'suffix',
    'nothing: chat models do not fill gaps',
  );
  const content = userContent(given, prompt as string, 'images');
  const asked = content === '' ? [] : [{ role: 'user', content }];
  const first = system === '' || asked.length === 0 ? [] : [{ role: 'system', content: system }];
  return readCall(given, [...first, ...asked], {});
}

function readCall(given: JsonObject, messages: readonly ChatMessage[], more: JsonObject): ReadCall {
  const options = readOptions(given);
  const stream = wantsStream(given);
  const isPlainJson = given.format === 'json';
  const body = { messages: isPlainJson ? speakingOfJson(messages) : messages, ...options, ...more };
  return {
    name: modelIn(given) ?? 'auto',
    stream,
    showsThinking: given.think !== false,
    translated: messages.length === 0 ? null : { body, stream },
    unloads: given.keep_alive === 0 || given.keep_alive === '0',
  };
}

/** @throws NoriaError invalid_request */
export function modelIn(given: JsonObject): string | undefined {
  const model = given.model ?? given.name ?? undefined;
  const isName = typeof model === 'string' && model.trim() !== '' && model.length <= 300;
  check(model === undefined || isName, 'model', 'the name of a model, or nothing for auto');
  return typeof model === 'string' ? model.trim() : undefined;
}
