import type { Measurement } from './measure.ts';
import type { Scenario } from './scenarios.ts';
import { median } from './statistics.ts';
import { renderColumns } from '../src/cli/render-columns.ts';
import { figure, percent } from './table.ts';

/** The upstream asked without anything between: what the load and the upstream take by themselves. */
export const direct = 'direct';
const floor = 'floor-b';

/** The rounds of one scenario by target; a round with a failed request is left out (`undefined`). */
export type Rounds = ReadonlyMap<string, readonly (Measurement | undefined)[]>;

/** Medians of one target in one scenario. Ratios are against floor B, `added…` against asking the upstream directly. */
export interface Summary {
  readonly target: string;
  readonly rounds: number;
  readonly perSecond: number;
  readonly perSecondRatio: number;
  /** Between the best and the worst round, as a share of the median: a ratio nearer to 1 than this says nothing. */
  readonly perSecondScatter: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly firstByteMs: { readonly p50: number; readonly p99: number };
  readonly addedMs: { readonly p50: number; readonly p99: number };
  readonly addedFirstByteMs: { readonly p50: number; readonly p99: number };
  readonly cpuUs: number;
  readonly cpuRatio: number;
  readonly busy: number;
}

export function summarise(rounds: Rounds): Summary[] {
  return [...rounds.keys()].map((target) => {
    const own = (read: Read): number => medianOf(rounds, target, read);
    const ratio = (read: Read): number => own(read) / medianOf(rounds, floor, read);
    const added = (read: Read): number =>
      target === direct ? NaN : own(read) - medianOf(rounds, direct, read);
    return {
      target,
      rounds: rounds.get(target)?.filter((measurement) => measurement !== undefined).length ?? 0,
      perSecond: own((m) => m.perSecond),
      perSecondRatio: ratio((m) => m.perSecond),
      perSecondScatter: scatter(valuesOf(rounds, target, (m) => m.perSecond)),
      latencyMs: { p50: own((m) => m.latencyMs.p50), p99: own((m) => m.latencyMs.p99) },
      firstByteMs: { p50: own((m) => m.firstByteMs.p50), p99: own((m) => m.firstByteMs.p99) },
      addedMs: { p50: added((m) => m.latencyMs.p50), p99: added((m) => m.latencyMs.p99) },
      addedFirstByteMs: { p50: added((m) => m.firstByteMs.p50), p99: added((m) => m.firstByteMs.p99) },
      cpuUs: own((m) => m.cpuUs),
      cpuRatio: ratio((m) => m.cpuUs),
      busy: own((m) => m.busy),
    };
  });
}

export function render(scenario: Scenario, summaries: readonly Summary[]): string {
  const work = ['CPU µs', '×', 'busy'];
  const workOf = (row: Summary): string[] => [figure(row.cpuUs), figure(row.cpuRatio), percent(row.busy)];
  switch (scenario.shows) {
    case 'throughput':
      return renderColumns(
        ['', 'per s', '×', 'scatter', 'p50 ms', 'p99 ms', ...work],
        summaries.map((row) => [
          row.target,
          figure(row.perSecond),
          figure(row.perSecondRatio),
          percent(row.perSecondScatter),
          figure(row.latencyMs.p50),
          figure(row.latencyMs.p99),
          ...workOf(row),
        ]),
      );
    case 'latency':
    case 'first-token': {
      const isLatency = scenario.shows === 'latency';
      return renderColumns(
        ['', 'p50 ms', 'added', 'p99 ms', 'added', ...work],
        summaries.map((row) => {
          const time = isLatency ? row.latencyMs : row.firstByteMs;
          const more = isLatency ? row.addedMs : row.addedFirstByteMs;
          return [
            row.target,
            figure(time.p50),
            figure(more.p50),
            figure(time.p99),
            figure(more.p99),
            ...workOf(row),
          ];
        }),
      );
    }
    default:
      return scenario.shows satisfies never;
  }
}

type Read = (measurement: Measurement) => number;

function medianOf(rounds: Rounds, target: string, read: Read): number {
  return median(valuesOf(rounds, target, read));
}

function valuesOf(rounds: Rounds, target: string, read: Read): number[] {
  return (rounds.get(target) ?? []).flatMap((measurement) => (measurement ? [read(measurement)] : []));
}

function scatter(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}
