import type { z } from 'zod';

/**
 * What `schema.safeParse` says, of anything. zod (4.6.7) measures whatever has a `length`, also what is neither a text
 * nor a list, and throws where that is an object that no number can be compared with: here it is a fault as any other.
 */
export function checkShape<T extends z.ZodType>(
  schema: T,
  value: unknown,
): z.ZodSafeParseResult<z.output<T>> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return schema.safeParse(withoutOddLengths(value));
  }
}

/** Deeper than any schema of ours looks. */
const deepest = 100;

function withoutOddLengths(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((item) => withoutOddLengths(item, depth + 1));
  const fields = Object.entries(value).filter(
    ([name, field]) => name !== 'length' || typeof field !== 'object',
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutOddLengths(field, depth + 1)]));
}
