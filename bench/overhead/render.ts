import { renderColumns } from '../../src/cli/render-columns.ts';
import { figure, percent } from '../harness/figure.ts';
import type { Footprint } from './footprints.ts';
import type { Scenario } from './scenarios.ts';
import type { Summary } from './summarise.ts';

const work = ['CPU µs', '×', 'busy'];
const workOf = (row: Summary): string[] => [figure(row.cpuUs), figure(row.cpuRatio), percent(row.busy)];

/** The medians of one scenario, as the terminal shows them. */
export function render(shows: Scenario['shows'], summaries: readonly Summary[]): string {
  switch (shows) {
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
    case 'first-content': {
      const isLatency = shows === 'latency';
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
      return shows satisfies never;
  }
}

/** The sides of a comparison: no upstream and no floor to measure them by. */
export function renderSides(shows: Scenario['shows'], summaries: readonly Summary[]): string {
  return renderColumns(
    ['', 'p50 ms', 'p99 ms', 'CPU µs', 'busy'],
    summaries.map((row) => {
      const { p50, p99 } = shows === 'first-content' ? row.firstByteMs : row.latencyMs;
      return [row.target, figure(p50), figure(p99), figure(row.cpuUs), percent(row.busy)];
    }),
  );
}

export function renderFootprints(footprints: readonly Footprint[]): string {
  return renderColumns(
    ['', 'ready ms', 'idle MB', 'peak MB', 'after MB'],
    footprints.map(({ target, startMs, idleMb, loadedMb, afterMb }) => [
      target,
      ...[startMs, idleMb, loadedMb, afterMb].map(figure),
    ]),
  );
}
