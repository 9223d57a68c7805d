import { expect, test } from 'vitest';
import { parseExact } from './exact-json.ts';

test.each([
  '{"a":12345678901234567890,"b":[1,0.10000000000000000555,-9007199254740993e3],"c":"12345678901234567890"}',
  '{"a":1,"b":"two"}',
  '[9007199254740993]',
])('%s is written as it was read', (json) => {
  expect(JSON.stringify(parseExact(json))).toBe(json);
});

test('what is no JSON throws, with long numbers and without', () => {
  expect(() => parseExact('{"a":12345678901234567890')).toThrow(SyntaxError);
  expect(() => parseExact('{"a":')).toThrow(SyntaxError);
});

test('common numbers stay numbers', () => {
  expect(parseExact('{"id":12345678901234567890,"n":7}')).toMatchObject({ n: 7 });
});
