import { expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { filesFor, parseMemoryOptions, streamsWithin } from './options.ts';

test('ten thousand streams are held unless fewer are asked for', () => {
  expect(parseMemoryOptions([])).toEqual({ streams: 10_000, hold: 15, requests: 200_000, every: 50_000 });
  expect(parseMemoryOptions(['--streams', '0', '--requests', '1000000'])).toMatchObject({
    streams: 0,
    requests: 1_000_000,
  });
});

test.each([
  [['--streams=-1'], '--streams is -1'],
  [['--streams', '30000'], 'ports for 28000'],
  [['--every', '0'], '--every is 0'],
])('%j is refused with what is wrong', (args, told) => {
  expect(() => parseMemoryOptions(args)).toThrow(UsageError);
  expect(() => parseMemoryOptions(args)).toThrow(told);
});

test('where fewer files are allowed, as many streams are held as fit into them', () => {
  expect(streamsWithin(20_000, 10_000)).toBe(9_900);
  expect(filesFor(9_900)).toBe(20_000);
  expect(streamsWithin(1_000_000, 10_000)).toBe(10_000);
});
