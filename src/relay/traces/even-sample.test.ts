import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvenSample } from './even-sample.ts';

function sampleOf(count: number, size: number): readonly number[] {
  const sample = createEvenSample<number>(size);
  for (let item = 0; item < count; item += 1) sample.offer(item);
  return sample.take(size);
}

describe('createEvenSample', () => {
  test('gives everything while that is few', () => {
    expect(sampleOf(5, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  test('is empty after it was taken', () => {
    const sample = createEvenSample<number>(3);
    for (let item = 0; item < 100; item += 1) sample.offer(item);
    sample.take(3);
    expect(sample.held()).toEqual([]);
    sample.offer(7);
    expect(sample.take(3)).toEqual([7]);
  });

  test('holds less than twice its size of however many', () => {
    const sample = createEvenSample<number>(10);
    for (let item = 0; item < 100_000; item += 1) {
      sample.offer(item);
      expect(sample.held().length).toBeLessThan(20);
    }
  });

  test('gives none when none are wanted', () => {
    const sample = createEvenSample<number>(3);
    sample.offer(1);
    expect(sample.take(0)).toEqual([]);
  });

  test('is exactly as large as it may be, in order, and without a gap of more than four shares', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 50 }), (count, size) => {
        const items = sampleOf(count, size);
        expect(items).toHaveLength(Math.min(count, size));
        const gaps = [...items, count].map((item, index) => item - (items[index - 1] ?? -1));
        expect(Math.min(...gaps)).toBeGreaterThan(0);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * Math.ceil(count / size));
      }),
    );
  });
});
