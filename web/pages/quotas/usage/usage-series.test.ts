import { expect, test } from 'vitest';
import type { UsageRowView } from '../../../../src/api/views/usage-view.ts';
import { daysUntil } from './days.ts';
import { usageSeries } from './usage-series.ts';

const names = { provider: (id: string) => id.toUpperCase(), nobody: 'nobody', others: 'others' };

function row(day: string, provider: string, requests: number): UsageRowView {
  const latency = { mean: null, first_token_mean: null };
  return {
    day,
    provider,
    requests,
    successes: 0,
    failures: 0,
    input_tokens: 0,
    output_tokens: 0,
    latency_ms: latency,
    saved_usd: 0,
  };
}

test('days end with the one given, over the end of a month', () => {
  expect(daysUntil('2026-12-01T05:00:00.000Z', 3)).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
});

test('the busiest come first, days without requests are 0, and what failed stands on top', () => {
  const rows = [
    row('2026-11-20', 'groq', 1),
    row('2026-11-21', 'mistral', 7),
    row('2026-11-20', '', 2),
    row('2026-11-21', 'idle', 0),
  ];
  const series = usageSeries(rows, ['2026-11-20', '2026-11-21'], names);
  expect(series.map(({ name, values }) => [name, ...values])).toEqual([
    ['MISTRAL', 0, 7],
    ['GROQ', 1, 0],
    ['nobody', 2, 0],
  ]);
  expect(series.at(-1)).toMatchObject({ color: '--bad', striped: true });
});

test('more providers than colours: the least busy are told together, and nothing is lost', () => {
  const rows = Array.from({ length: 9 }, (_, index) => row('2026-11-21', `p${index}`, 10 + index));
  const series = usageSeries(rows, ['2026-11-21'], names);
  expect(series.map(({ name }) => name)).toEqual(['P8', 'P7', 'P6', 'P5', 'P4', 'others']);
  const sum = series.reduce((total, { values }) => total + (values[0] ?? 0), 0);
  expect(sum).toBe(rows.reduce((total, { requests }) => total + requests, 0));
  expect(new Set(series.map(({ color }) => color)).size).toBe(6);
});
