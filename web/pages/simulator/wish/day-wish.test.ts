import { expect, test } from 'vitest';
import { readSimulateOptions } from '../../../../src/cli/simulate-options.ts';
import { bodyOf, commandOf, faultOf, type DayWish } from './day-wish.ts';
import { stopAt, trafficStops } from './stops.ts';

const usual: DayWish = {
  requestsPerDay: 5_000,
  hours: 24,
  shape: 'day',
  accounts: { groq: 2, mistral: 0 },
  local: false,
  localAtOnce: 4,
};

test.each<[Partial<DayWish>, string]>([
  [{}, '--rate 5000/day --keys groq=2'],
  [{ local: true }, '--rate 5000/day --keys groq=2 --local-at-once 4'],
  [{ local: true, localAtOnce: null }, '--rate 5000/day --keys groq=2 --local'],
  [{ hours: 6, shape: 'rush' }, '--rate 5000/day --keys groq=2 --hours 6 --shape rush'],
])('%j: the command line means what the call means', (change, line) => {
  const wish = { ...usual, ...change };
  expect(commandOf(wish)).toBe(`npx noria simulate ${line}`);
  const { wish: read } = readSimulateOptions(line.split(' '), 0);
  const body = bodyOf(wish);
  expect([read.perHour * 24, read.hours, read.shape, read.local ?? false, read.localAtOnce]).toEqual([
    wish.requestsPerDay,
    body.hours,
    body.shape,
    body.local,
    body.local_at_once ?? null,
  ]);
  expect(Object.fromEntries(read.keys ?? [])).toEqual(body.keys);
});

test('a local model alone has no command line', () => {
  expect(commandOf({ ...usual, accounts: {}, local: true })).toBeNull();
});

test('what cannot be simulated is known before it is asked for', () => {
  expect(faultOf(usual)).toBeNull();
  expect(faultOf({ ...usual, requestsPerDay: 1_000_000 })).toBeNull();
  expect(faultOf({ ...usual, requestsPerDay: 1_000_000, hours: 25 })).toBe('tooMany');
  expect(faultOf({ ...usual, accounts: { groq: 0 } })).toBe('nobody');
  expect(faultOf({ ...usual, accounts: {}, local: true })).toBeNull();
});

test('a slider shows the nearest stop below a figure that was typed', () => {
  expect(trafficStops[stopAt(trafficStops, 5_000)]).toBe(5_000);
  expect(trafficStops[stopAt(trafficStops, 5_999)]).toBe(5_000);
  expect(stopAt(trafficStops, 1)).toBe(0);
  expect(stopAt(trafficStops, 9_999_999)).toBe(trafficStops.length - 1);
});
