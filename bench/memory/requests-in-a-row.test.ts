import { expect, test } from 'vitest';
import { growth, type Milestone } from './requests-in-a-row.ts';

const at = (requests: number, heapMb: number): Milestone => ({
  requests,
  heapMb,
  perSecond: 5_000,
  residentMb: 100,
  bufferMb: 1,
});

test('what a server takes while it warms up is no growth', () => {
  const warmed = [at(0, 40), at(50_000, 60), at(100_000, 62), at(150_000, 62), at(200_000, 62)];
  expect(growth(warmed, ({ heapMb }) => heapMb)).toBe(0);
});

test('a leak is told in MB for each 100,000 requests', () => {
  const leaking = [at(0, 40), at(50_000, 45), at(100_000, 50), at(150_000, 55), at(200_000, 60)];
  expect(growth(leaking, ({ heapMb }) => heapMb)).toBe(10);
});

test('of a single look nothing follows', () => {
  expect(growth([at(0, 40)], ({ heapMb }) => heapMb)).toBeNaN();
});
