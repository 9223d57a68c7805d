import type { ChartSeries } from './series.ts';

/** Each series with all below it added: what is drawn when bars stand on each other. */
export function stack(series: readonly ChartSeries[], points: number): number[][] {
  const sums = Array.from({ length: points }, () => 0);
  return series.map(({ values }) => {
    values.forEach((value, point) => (sums[point] = (sums[point] ?? 0) + value));
    return [...sums];
  });
}
