import type { z } from 'zod';
import { checkShape } from '../../shared/check-shape.ts';
import { NoriaError } from '../../shared/errors.ts';

/** @throws NoriaError invalid_request that names the field, or parameter, and what is allowed */
export function parseFields<T extends z.ZodObject>(
  schema: T,
  value: unknown,
  kind: 'field' | 'parameter',
): z.output<T> {
  const parsed = checkShape(schema, value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const names = Object.keys(schema.shape).join(', ');
  if (issue === undefined)
    throw new NoriaError('invalid_request', `The ${kind}s are not as they should be; allowed: ${names}`);
  if (issue.code === 'unrecognized_keys') {
    const [stranger = ''] = issue.keys;
    throw new NoriaError('invalid_request', `"${stranger}" is not a ${kind} here; allowed: ${names}`, {
      param: stranger,
    });
  }
  const field = issue.path.map(String).join('.');
  throw new NoriaError('invalid_request', `"${field}" is not as it should be; allowed: ${issue.message}`, {
    param: field,
  });
}
