import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkShape } from './check-shape.ts';

/** No number can be compared with it. */
const odd = { length: { toString: 1 } };

describe('checkShape', () => {
  test.each([
    ['a text', z.string({ error: 'a text' }).max(5)],
    ['a text', z.string({ error: 'a text' }).trim().min(1)],
    ['a list', z.array(z.string(), { error: 'a list' }).max(5)],
  ])('finds that an object with an odd length is not %s', (allowed, schema) => {
    expect(() => schema.safeParse(odd)).toThrow(TypeError);
    const { error } = checkShape(z.strictObject({ it: z.strictObject({ list: z.array(schema) }) }), {
      it: { list: [odd] },
    });
    expect(error?.issues).toMatchObject([{ path: ['it', 'list', 0], message: allowed }]);
  });

  test('stands what is nested deeply beside it', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const schema = z.object({ list: z.array(z.string(), { error: 'a list' }).max(5) });
    expect(checkShape(schema, { list: odd, deep }).error?.issues).toMatchObject([{ path: ['list'] }]);
  });

  test('changes nothing of what is right', () => {
    const schema = z.looseObject({ text: z.string().max(5) });
    const value = { text: 'five5', other: { length: { toString: 1 } }, list: [null, 1] };
    expect(checkShape(schema, value)).toEqual({ success: true, data: value });
  });
});
