import { signed } from '../harness/figure.ts';
import type { Footprint } from '../overhead/footprints.ts';
import type { ScenarioResult } from '../overhead/run-scenarios.ts';
import { floor, type Summary } from '../overhead/summarise.ts';
import { shown } from './markdown.ts';

/** Whose figures stand in the columns, and what the last column compares. */
export interface Columns {
  readonly targets: readonly string[];
  readonly compared: string;
  readonly with: string;
}

export const overFloor = (targets: readonly string[]): Columns => ({
  targets,
  compared: 'noria',
  with: floor,
});

/** A scenario's rows: what it shows, and the processor time a request. */
export function scenarioRows({ title, shows, summaries }: ScenarioResult, columns: Columns): string[][] {
  const of = (target: string): Summary | undefined => summaries.find((summary) => summary.target === target);
  const row = (name: string, cells: Cells, compare: Compare): string[] => {
    const [one, other] = [of(columns.compared), of(columns.with)];
    return [
      name,
      ...columns.targets.map((target) => cellOf(of(target), cells)),
      one === undefined || other === undefined ? '' : compare(one, other),
    ];
  };
  const cpu = row('— CPU a request, µs', [(one) => one.cpuUs], (one, other) => ratio(one.cpuUs, other.cpuUs));
  if (shows === 'throughput') {
    const bold: Compare = (one, other) => `**${ratio(one.perSecond, other.perSecond)}**`;
    return [row(`${title}: a second`, [(one) => one.perSecond], bold), cpu];
  }
  const added = (one: Summary): { readonly p50: number; readonly p99: number } =>
    shows === 'latency' ? one.addedMs : one.addedFirstByteMs;
  const cells: Cells = [(one) => added(one).p50, (one) => added(one).p99];
  const compare: Compare = (one, other) =>
    `${ratio(added(one).p50, added(other).p50)} (${signed(added(one).p50 - added(other).p50)})`;
  return [row(`${title}: added p50 / p99, ms`, cells, compare), cpu];
}

type Cells = readonly ((summary: Summary) => number)[];
type Compare = (one: Summary, other: Summary) => string;

function cellOf(summary: Summary | undefined, cells: Cells): string {
  if (summary === undefined) return '';
  return cells
    .map((read) => shown(read(summary)))
    .filter((cell) => cell !== '')
    .join(' / ');
}

function ratio(one: number, other: number): string {
  return shown(one / other);
}

/** Start and memory, a row each. */
export function footprintRows(footprints: readonly Footprint[], columns: Columns): string[][] {
  const row = (name: string, read: (footprint: Footprint) => number): string[] => {
    const of = (target: string): number => {
      const found = footprints.find((footprint) => footprint.target === target);
      return found === undefined ? NaN : read(found);
    };
    return [
      name,
      ...columns.targets.map((target) => shown(of(target))),
      ratio(of(columns.compared), of(columns.with)),
    ];
  };
  return [
    row('start to ready, ms', ({ startMs }) => startMs),
    row('memory right after the start, MB', ({ idleMb }) => idleMb),
    row('memory at most, MB', ({ loadedMb }) => loadedMb),
    row('memory after the load, MB', ({ afterMb }) => afterMb),
  ];
}
