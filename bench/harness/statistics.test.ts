import { expect, test } from 'vitest';
import { median, quantile } from './statistics.ts';

test('the median of an even number of values lies between the two in the middle, whatever their order', () => {
  expect(median([9, 1, 3, 5])).toBe(4);
  expect(median([100, 20, 3])).toBe(20);
  expect(median([])).toBeNaN();
});

test('a quantile sorts by size, not by spelling, and the highest share is the greatest value', () => {
  const values = [100, 9, 20, 3];
  expect(quantile(values, 0.5)).toBe(20);
  expect(quantile(values, 0.99)).toBe(100);
  expect(quantile(values, 1)).toBe(100);
  expect(quantile(values, 0)).toBe(3);
});
