import { expect, test } from 'vitest';
import { isNewEnough } from './find-node.js';

test.each([
  ['20.20.2', false],
  ['22.18.0', false],
  ['22.19.0', true],
  ['24.0.0', true],
])('Node %s runs TypeScript and every dependency: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});
