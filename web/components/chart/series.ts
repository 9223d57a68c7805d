/** One thing that a chart counts, at each of its points. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** A token: `--series-1`, `--bad`. */
  readonly color: `--${string}`;
  /** Drawn in stripes as well: told from the others without its colour. */
  readonly striped?: boolean;
}

export interface ChartData {
  /** What stands below each bar. */
  readonly labels: readonly string[];
  /** From the bottom up. */
  readonly series: readonly ChartSeries[];
}

const palette = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'] as const;
/** More than these are told together: nobody tells apart more colours. */
export const mostColors = palette.length;

export function colorOf(place: number): `--${string}` {
  return palette[place % mostColors] ?? '--line-strong';
}
