import { expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { parseOptions } from './options.ts';

test('without flags all targets are measured in three rounds of five seconds', () => {
  expect(parseOptions([])).toEqual({
    seconds: 5,
    rounds: 3,
    only: null,
    quick: false,
    targets: ['floor-a', 'floor-b', 'fastify-floor', 'noria'],
  });
});

test('a quick run has rounds of a second, unless it is told otherwise', () => {
  expect(parseOptions(['--quick']).seconds).toBe(1);
  expect(parseOptions(['--quick', '--seconds', '0.5']).seconds).toBe(0.5);
});

test('targets are taken in the order in which they are named', () => {
  expect(parseOptions(['--targets', 'noria, floor-b']).targets).toEqual(['noria', 'floor-b']);
});

test.each([
  [['--seconds', '0'], '--seconds is 0'],
  [['--seconds', 'long'], '--seconds is long'],
  [['--rounds', '1.5'], '--rounds is 1.5'],
  [['--rounds', ''], '--rounds is '],
  [['--targets', 'floor-c'], '--targets names "floor-c"; there are floor-a, floor-b, fastify-floor, noria'],
  [['--sceonds', '3'], "Unknown option '--sceonds'"],
  [['requests'], "Unexpected argument 'requests'"],
])('%j is refused with what is wrong', (args, told) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(told);
});
