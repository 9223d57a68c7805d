import { z } from 'zod';
import { NoriaError } from '../../shared/errors.ts';
import { bodyOf } from '../http/json-body.ts';

/** Each `error` text says what is allowed there. */
export const text = z.string({ error: 'a text' }).trim().min(1, { error: 'a text' });
export const textOrNull = z.union([z.string().trim().max(200), z.null()], {
  error: 'a text of at most 200 characters, or null',
});
export const yesNo = z.boolean({ error: 'true, false' });

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function parseBody<T extends z.ZodObject>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(bodyOf(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const names = Object.keys(schema.shape).join(', ');
  if (issue === undefined)
    throw new NoriaError('invalid_request', `The body is not as it should be; allowed: ${names}`);
  if (issue.code === 'unrecognized_keys') {
    const [stranger = ''] = issue.keys;
    throw new NoriaError('invalid_request', `"${stranger}" is not a field here; allowed: ${names}`, {
      param: stranger,
    });
  }
  const field = issue.path.map(String).join('.');
  throw new NoriaError('invalid_request', `"${field}" is not as it should be; allowed: ${issue.message}`, {
    param: field,
  });
}
