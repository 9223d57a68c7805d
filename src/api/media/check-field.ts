import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

const longestModel = 300;

/** undefined = `auto`. @throws NoriaError invalid_request */
export function modelIn({ model }: JsonObject): string | undefined {
  const fits = typeof model === 'string' && model.trim() !== '' && model.length <= longestModel;
  check(isAbsent(model) || fits, 'model', `the name of a model (at most ${longestModel} characters)`);
  return fits ? model.trim() : undefined;
}

/** A text that is not empty. @throws NoriaError invalid_request */
export function textIn(body: JsonObject, field: string, longest: number): string {
  const text = body[field];
  const fits = typeof text === 'string' && text.trim() !== '' && text.length <= longest;
  check(fits, field, `a text of 1 to ${longest} characters`);
  return fits ? text : '';
}

/** One of some words, or nothing. @throws NoriaError invalid_request */
export function checkChoice(body: JsonObject, field: string, words: readonly string[]): void {
  const value = body[field];
  check(isAbsent(value) || words.some((word) => word === value), field, words.join(', '));
}

/** A number within bounds, or nothing. @throws NoriaError invalid_request */
export function checkNumber(body: JsonObject, field: string, [least, most]: readonly [number, number]): void {
  const value = body[field];
  const fits = typeof value === 'number' && value >= least && value <= most;
  check(isAbsent(value) || fits, field, `a number from ${least} to ${most}`);
}

/** A whole number within bounds, or nothing. @throws NoriaError invalid_request */
export function checkCount(body: JsonObject, field: string, [least, most]: readonly [number, number]): void {
  const value = body[field];
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
  check(isAbsent(value) || fits, field, `a whole number from ${least} to ${most}`);
}

/** Text, where there is anything. @throws NoriaError invalid_request */
export function checkText(body: JsonObject, field: string): void {
  check(isAbsent(body[field]) || typeof body[field] === 'string', field, 'a text');
}

/** Events while it is being made are not offered here. @throws NoriaError invalid_request */
export function checkNotStreamed(body: JsonObject): void {
  check(isAbsent(body.stream) || body.stream === false, 'stream', 'false');
}

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
