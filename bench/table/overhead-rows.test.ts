import { expect, test } from 'vitest';
import type { ScenarioResult } from '../overhead/run-scenarios.ts';
import { footprintRows, overFloor, scenarioRows } from './overhead-rows.ts';
import { resultOf, summary } from './summary.fixture.ts';

const columns = overFloor(['floor-b', 'noria']);

function result(shows: ScenarioResult['shows']): ScenarioResult {
  return resultOf(shows, [
    summary('direct', 20_000, 0.1),
    summary('floor-b', 10_000, 0.5),
    summary('noria', 5_500, 0.8),
  ]);
}

test('throughput is told a second, with the ratio over the floor', () => {
  expect(scenarioRows(result('throughput'), columns)).toEqual([
    ['Something: a second', '10,000', '5,500', '**0.55**'],
    ['— CPU a request, µs', '50.0', '80.0', '1.60'],
  ]);
});

test('latency is told as what is added, with ratio and difference', () => {
  expect(scenarioRows(result('latency'), columns)[0]).toEqual([
    'Something: added p50 / p99, ms',
    '0.50 / 5.00',
    '0.80 / 8.00',
    '1.60 (+ 0.30)',
  ]);
});

test('first content is told by the first byte, not by the whole answer', () => {
  expect(scenarioRows(result('first-content'), columns)[0]?.slice(1, 3)).toEqual([
    '1.50 / 6.00',
    '1.80 / 9.00',
  ]);
});

test('what was not measured leaves its cells empty', () => {
  const alone = { ...result('throughput'), summaries: [summary('noria', 5_500, 0.8)] };
  expect(scenarioRows(alone, columns)[0]).toEqual(['Something: a second', '', '5,500', '']);
  expect(footprintRows([], columns)[0]).toEqual(['start to ready, ms', '', '', '']);
});
