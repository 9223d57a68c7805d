import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

/** A field by its name in camelCase or in snake_case: Google takes both. null counts as absent. */
export function pick(from: JsonObject, name: string): unknown {
  return from[name] ?? from[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? undefined;
}

/** @throws NoriaError invalid_request */
export function pickObject(from: JsonObject, name: string, at: string): JsonObject | null {
  const value = pick(from, name);
  check(value === undefined || isRecord(value), `${at}${name}`, 'an object');
  return isRecord(value) ? value : null;
}

/** @throws NoriaError invalid_request */
export function pickObjects(from: JsonObject, name: string, at: string): readonly JsonObject[] {
  const value = pick(from, name) ?? [];
  check(Array.isArray(value) && value.every(isRecord), `${at}${name}`, 'a list of objects');
  return value as readonly JsonObject[];
}

/** @throws NoriaError invalid_request */
export function pickTexts(from: JsonObject, name: string, at: string): readonly string[] {
  const value = pick(from, name) ?? [];
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
  check(isTexts, `${at}${name}`, 'a list of texts');
  return value as readonly string[];
}

/** @throws NoriaError invalid_request */
export function pickNumber(from: JsonObject, name: string, at: string): number | undefined {
  const value = pick(from, name);
  check(value === undefined || typeof value === 'number', `${at}${name}`, 'a number');
  return value as number | undefined;
}

/** A whole number, 1 or more. @throws NoriaError invalid_request */
export function pickCount(from: JsonObject, name: string, at: string): number | undefined {
  const value = pickNumber(from, name, at);
  check(
    value === undefined || (Number.isSafeInteger(value) && value >= 1),
    `${at}${name}`,
    'a whole number, 1 or more',
  );
  return value;
}
