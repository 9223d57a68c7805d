import { NoriaError } from '../../shared/errors.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatFacts } from '../../upstream/chat-facts.ts';
import type { ChatBody, ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';

export interface CheckedChat {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly stream: boolean;
  /** `stream_options.include_usage` was asked for. */
  readonly wantsUsage: boolean;
}

const longestModel = 300;

/** Looks at the fields Noria itself uses and passes all others on untouched. By hand: no schema copies a 10 MB body. @throws NoriaError invalid_request */
export function checkChatBody(body: JsonObject, facts: ChatFacts | null = null): CheckedChat {
  const { model, stream, stream_options: options } = body;
  // Who knows facts of them has found them to be messages.
  if (facts === null) checkMessages(body.messages);
  check(
    isAbsent(model) || (typeof model === 'string' && model.trim() !== '' && model.length <= longestModel),
    'model',
    `the name of a model (at most ${longestModel} characters), or nothing for auto`,
  );
  check(isAbsent(stream) || typeof stream === 'boolean', 'stream', 'true, false');
  check(isAbsent(options) || isRecord(options), 'stream_options', 'an object');
  for (const field of ['n', 'max_tokens', 'max_completion_tokens'])
    check(isCount(body[field]), field, 'a whole number, 1 or more');
  return {
    body,
    model: typeof model === 'string' ? model.trim() : undefined,
    stream: stream === true,
    wantsUsage: isRecord(options) && options.include_usage === true,
  };
}

/** @throws NoriaError invalid_request */
export function checkMessages(messages: unknown): asserts messages is readonly ChatMessage[] {
  check(Array.isArray(messages) && messages.length > 0, 'messages', 'a list of at least one message');
  (messages as unknown[]).forEach((message, index) => {
    check(isRecord(message), `messages[${index}]`, 'an object with role and content');
    const { role } = message as Record<string, unknown>;
    check(
      typeof role === 'string' && role !== '',
      `messages[${index}].role`,
      'system, developer, user, assistant, tool',
    );
  });
}

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function check(holds: boolean, field: string, allowed: string): void {
  if (!holds)
    throw new NoriaError('invalid_request', `"${field}" is not as it should be; allowed: ${allowed}.`, {
      param: field,
    });
}

function isCount(value: unknown): boolean {
  return isAbsent(value) || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
