import { expect, test } from 'vitest';
import { describeCounts } from './describe-counts.js';

test('counts what passed and leaves out skips when there are none', () => {
  expect(describeCounts({ passed: 3, failed: 0, skipped: 0 }, 0)).toEqual({
    line: '3 passed, 0 failed',
    exitCode: 0,
  });
});

test('says how many were skipped', () => {
  expect(describeCounts({ passed: 3, failed: 0, skipped: 2 }, 0).line).toBe('3 passed, 0 failed, 2 skipped');
});

test('fails on a failed test even if the runner did not', () => {
  expect(describeCounts({ passed: 3, failed: 1, skipped: 0 }, 0).exitCode).toBe(1);
});

test('fails when no test ran', () => {
  expect(describeCounts({ passed: 0, failed: 0, skipped: 4 }, 0).exitCode).toBe(1);
});

test('fails when the runner died before it could count', () => {
  expect(describeCounts(undefined, 139)).toEqual({ line: '0 passed, 1 failed', exitCode: 139 });
  expect(describeCounts(undefined, 0).exitCode).toBe(1);
});

test('counts a runner that failed without a failed test as one failure', () => {
  expect(describeCounts({ passed: 3, failed: 0, skipped: 0 }, 1)).toEqual({
    line: '3 passed, 1 failed',
    exitCode: 1,
  });
});
