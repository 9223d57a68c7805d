import type { UsageRowView } from '../../../../src/api/views/usage-view.ts';
import { colorOf, mostColors, type ChartSeries } from '../../../components/chart/series.ts';

export interface UsageNames {
  readonly provider: (id: string) => string;
  readonly nobody: string;
  readonly others: string;
}

/** Requests of each day by who served them: the busiest in colours of their own, the rest together, what failed on top. */
export function usageSeries(
  rows: readonly UsageRowView[],
  days: readonly string[],
  names: UsageNames,
): ChartSeries[] {
  const byProvider = Map.groupBy(rows, ({ provider = '' }) => provider);
  const counted = [...byProvider]
    .filter(([id]) => id !== '')
    .map(([id, own]) => ({ id, values: valuesOf(own, days) }))
    .map((one) => ({ ...one, sum: one.values.reduce((sum, value) => sum + value, 0) }))
    .filter(({ sum }) => sum > 0)
    .toSorted((one, other) => other.sum - one.sum || (one.id < other.id ? -1 : 1));
  const isMany = counted.length > mostColors;
  const own = counted.slice(0, isMany ? mostColors - 1 : mostColors);
  const rest = rows.filter(({ provider = '' }) => provider !== '' && !own.some(({ id }) => id === provider));
  const nobody = valuesOf(byProvider.get('') ?? [], days);
  return [
    ...own.map(({ id, values }, place) => ({ name: names.provider(id), values, color: colorOf(place) })),
    ...(isMany
      ? [{ name: names.others, values: valuesOf(rest, days), color: '--line-strong' as const }]
      : []),
    ...(nobody.some((value) => value > 0)
      ? [{ name: names.nobody, values: nobody, color: '--bad' as const, striped: true }]
      : []),
  ];
}

function valuesOf(rows: readonly UsageRowView[], days: readonly string[]): number[] {
  const sums = new Map<string, number>();
  for (const { day = '', requests } of rows) sums.set(day, (sums.get(day) ?? 0) + requests);
  return days.map((day) => sums.get(day) ?? 0);
}
