import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatCall } from '../wire.ts';
import { Refusal } from '../media/exchanges.ts';
import { checkVectors, decodeBase64, encodeBase64, vectorsIn } from './vectors.ts';

const call = (body: object): ChatCall => ({ body }) as unknown as ChatCall;

test('base64 there and back is the same 32-bit numbers', () => {
  const floats = fc.array(fc.float({ noNaN: true }), { maxLength: 50 });
  fc.assert(
    fc.property(floats, (vector) => {
      expect(decodeBase64(encodeBase64(vector))).toEqual(vector);
    }),
  );
});

test('stands in the order of the inputs, whatever order it came in', () => {
  const data = [
    { index: 1, embedding: [2] },
    { index: 0, embedding: encodeBase64([1]) },
  ];
  expect(vectorsIn({ data })).toEqual([[1], [2]]);
  expect(vectorsIn({ data: [{ embedding: [1] }, { embedding: [2] }] })).toEqual([[1], [2]]);
});

test.each([
  [{}, 'no list'],
  [{ data: [{ embedding: null }] }, 'is none'],
  [{ data: [{ embedding: [1, 'x'] }] }, 'is none'],
])('%j is no answer', (body, words) => {
  expect(() => vectorsIn(body)).toThrow(words);
});

test('a vector for each input, of one length, and of the length that was asked for', () => {
  const two = { input: ['a', 'b'] };
  expect(() => checkVectors(call(two), [[1], [2]])).not.toThrow();
  expect(() => checkVectors(call(two), [[1]])).toThrow('1 vectors for 2');
  expect(() => checkVectors(call(two), vectorsIn({ data: [{ index: 1, embedding: [1] }] }))).toThrow(
    'for 2 inputs',
  );
  expect(() => checkVectors(call(two), [[1], [1, 2]])).toThrow('several lengths');
  expect(() => checkVectors(call({ input: 'a', dimensions: 2 }), [[1, 2, 3]])).toThrow(Refusal);
});
