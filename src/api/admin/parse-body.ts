import { z } from 'zod';
import { bodyOf } from '../http/json-body.ts';
import { parseFields } from './parse-fields.ts';

/** Each `error` text says what is allowed there. */
export const text = z.string({ error: 'a text' }).trim().min(1, { error: 'a text' });
export const textOrNull = z.union([z.string().trim().max(200), z.null()], {
  error: 'a text of at most 200 characters, or null',
});
export const yesNo = z.boolean({ error: 'true, false' });

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function parseBody<T extends z.ZodObject>(schema: T, body: unknown): z.output<T> {
  return parseFields(schema, bodyOf(body), 'field');
}
