import { isRecord, parseBody } from '../parse-body.ts';
import type { WholeAnswer } from '../wire.ts';
import { readUsage } from './usage.ts';

/** What a 200 body is: an answer, an error in disguise, or something cut. */
export type WholeReading =
  | { readonly kind: 'answer'; readonly answer: WholeAnswer }
  | { readonly kind: 'error'; readonly body: unknown }
  | { readonly kind: 'broken' };

export function readWhole(body: Buffer): WholeReading {
  const parsed = parseBody(body);
  if (!isRecord(parsed))
    return typeof parsed === 'string' && parsed.startsWith('<')
      ? { kind: 'error', body: parsed }
      : { kind: 'broken' };
  const choices = Array.isArray(parsed.choices) ? parsed.choices : null;
  const choiceError = choices?.find((choice) => isRecord(choice) && isFault(choice.error));
  if (isFault(parsed.error)) return { kind: 'error', body: parsed };
  if (isRecord(choiceError)) return { kind: 'error', body: { error: choiceError.error } };
  if (choices === null) return { kind: 'error', body: parsed };
  return {
    kind: 'answer',
    answer: { body: withoutMark(body), usage: readUsage(parsed), empty: choices.every(isEmpty) },
  };
}

/** A byte order mark at the beginning is no part of the text: most readers stumble over it. */
export function withoutMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function isFault(error: unknown): boolean {
  return isRecord(error) || (typeof error === 'string' && error !== '');
}

/** Nothing to read, and no stated reason (`length`, `content_filter`) for that. */
function isEmpty(choice: unknown): boolean {
  if (!isRecord(choice)) return true;
  if (choice.finish_reason === 'length' || choice.finish_reason === 'content_filter') return false;
  return !hasContent(choice.message) && !hasText(choice.text);
}

/** Works on a message and on a stream's delta. */
export function hasContent(message: unknown): boolean {
  if (!isRecord(message)) return false;
  if (
    hasText(message.content) ||
    hasText(message.refusal) ||
    hasText(message.reasoning) ||
    hasText(message.reasoning_content)
  )
    return true;
  if (Array.isArray(message.content) && message.content.length > 0) return true;
  if (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) return true;
  return isRecord(message.function_call) || isRecord(message.audio);
}

export function hasText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
