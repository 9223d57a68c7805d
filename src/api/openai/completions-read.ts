import type { ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check, checkChatBody, type CheckedChat } from './check-chat-body.ts';

/** A text completion as a chat of one message. */
export interface AskedCompletion extends CheckedChat {
  readonly prompt: string;
  /** The prompt stands before each answer. */
  readonly echo: boolean;
}

/** Of this API alone; all other fields go to the provider as they are. */
const own = new Set(['prompt', 'suffix', 'echo', 'best_of', 'logprobs']);
const mostLogprobs = 20;

/** @throws NoriaError invalid_request */
export function readCompletion(body: JsonObject): AskedCompletion {
  const { suffix, echo, best_of: best, n } = body;
  const prompt = readPrompt(body.prompt);
  check(isAbsent(suffix) || suffix === '', 'suffix', 'nothing: a chat model does not fill a gap');
  check(isAbsent(echo) || typeof echo === 'boolean', 'echo', 'true, false');
  check(isAbsent(best) || best === (n ?? 1), 'best_of', 'nothing, or the same as n');
  const passed = Object.entries(body).filter(([name]) => !own.has(name));
  const messages: readonly ChatMessage[] = [{ role: 'user', content: prompt }];
  const chat = { ...Object.fromEntries(passed), ...logprobFields(body.logprobs), messages };
  return { ...checkChatBody(chat), prompt, echo: echo === true };
}

function readPrompt(given: unknown): string {
  const prompt: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const isTokens = typeof prompt === 'number' || (Array.isArray(prompt) && prompt.some(isTokenLike));
  check(!isTokens, 'prompt', 'a text: tokens mean another text at every provider');
  check(
    !Array.isArray(prompt) || prompt.length < 2,
    'prompt',
    'one text: ask for several prompts in several requests',
  );
  check(typeof prompt === 'string' && prompt !== '', 'prompt', 'a text that is not empty');
  return String(prompt);
}

function isTokenLike(one: unknown): boolean {
  return typeof one === 'number' || Array.isArray(one);
}

/** A number of alternatives here, a flag and a number in a chat. */
function logprobFields(logprobs: unknown): JsonObject {
  if (isAbsent(logprobs)) return {};
  const fits = Number.isInteger(logprobs) && Number(logprobs) >= 0 && Number(logprobs) <= mostLogprobs;
  check(fits, 'logprobs', `a whole number from 0 to ${mostLogprobs}`);
  return { logprobs: true, ...(logprobs === 0 ? {} : { top_logprobs: logprobs }) };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
