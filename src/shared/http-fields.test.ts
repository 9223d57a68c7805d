import { expect, test } from 'vitest';
import { isFieldName, isFieldValue, readFields } from './http-fields.ts';

test('fields have lower-case names and values without the blanks around them', () => {
  expect({ ...readFields('Content-Type: \t a b\t \r\nx-empty:\r\nX:y:z', 0)?.headers }).toEqual({
    'content-type': 'a b',
    'x-empty': '',
    x: 'y:z',
  });
  expect(readFields('GET / HTTP/1.1\r\na: b\r\n', 16)).toMatchObject({
    headers: { a: 'b' },
    hasRepeated: false,
  });
  expect(readFields('', 0)).toMatchObject({ headers: {} });
});

test('what stands twice is joined, also where it is called as objects’ own members are', () => {
  const fields = readFields('__proto__: a\r\nconstructor: b\r\n__PROTO__: c', 0);
  expect([fields?.headers['__proto__'], fields?.headers['constructor']]).toEqual(['a, c', 'b']);
  expect([fields?.hasRepeated, fields?.headers['toString']]).toEqual([true, undefined]);
});

test.each([
  'no colon',
  ': no name',
  'a : b',
  ' folded: b',
  'a: b\r\n folded',
  'a: b\nc: d',
  'a: b\rc',
  'a: \0',
  'a: \x7f',
  'é: b',
  'a: b\r\n\r\nc: d',
])('%j is no field', (text) => {
  expect(readFields(text, 0)).toBeNull();
  // Nor the second time, when its name could be known.
  expect(readFields(text, 0)).toBeNull();
});

test('a name is a token, a value what ends neither its line nor a byte', () => {
  expect(["x!#$%&'*+-.^_`|~9", 'x y', 'x:', '', 'x\n', 'é'].map(isFieldName)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['', 'a\tb', '\xff', '\u0100', 'a\r', 'a\n', '\0', '\x7f', '\x1f'].map(isFieldValue)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});
