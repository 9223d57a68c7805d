import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';

/** Where the text of each choice stands: a stream tells it in pieces. */
export interface Completion {
  /** Before the text of each choice; '' = nothing. */
  readonly echo: string;
  /** Characters told so far, by choice. */
  readonly told: Map<number, number>;
}

/** A chat completion, or a chunk of one, as a text completion. https://platform.openai.com/docs/api-reference/completions/object */
export function presentCompletion(chat: JsonObject, completion: Completion): JsonObject {
  const { id, created, model, choices, usage, system_fingerprint: fingerprint } = chat;
  return {
    id: `cmpl-${String(id).replace(/^chatcmpl-/, '')}`,
    object: 'text_completion',
    created,
    model,
    ...(fingerprint === undefined ? {} : { system_fingerprint: fingerprint }),
    choices: (Array.isArray(choices) ? choices : [])
      .filter(isRecord)
      .map((choice) => presentChoice(choice, completion)),
    ...(isRecord(usage) ? { usage } : {}),
  };
}

function presentChoice(choice: JsonObject, { echo, told }: Completion): JsonObject {
  const index = typeof choice.index === 'number' ? choice.index : 0;
  const before = told.get(index);
  const text = `${before === undefined ? echo : ''}${textOf(choice.delta ?? choice.message)}`;
  told.set(index, (before ?? 0) + text.length);
  return {
    text,
    index,
    logprobs: presentLogprobs(choice.logprobs, before ?? echo.length),
    finish_reason: choice.finish_reason ?? null,
  };
}

/** The text of a message or a delta; the text parts of a list (Mistral). */
function textOf(said: unknown): string {
  if (!isRecord(said)) return '';
  const { content } = said;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** A chat's list of tokens as the columns of this API; null = there are none. */
function presentLogprobs(logprobs: unknown, from: number): JsonObject | null {
  if (!isRecord(logprobs) || !Array.isArray(logprobs.content)) return null;
  const tokens = logprobs.content.filter(isRecord);
  let offset = from;
  return {
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ top_logprobs: top }) => alternatives(top)),
    text_offset: tokens.map(({ token }) => {
      const at = offset;
      offset += String(token).length;
      return at;
    }),
  };
}

function alternatives(top: unknown): JsonObject | null {
  if (!Array.isArray(top) || top.length === 0) return null;
  return Object.fromEntries(top.filter(isRecord).map(({ token, logprob }) => [String(token), logprob]));
}
