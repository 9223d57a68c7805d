import type { Machine } from '../harness/workplace.ts';
import type { MemoryReport } from '../memory/memory.ts';
import type { Sample } from '../memory/probe.ts';
import { growth } from '../memory/requests-in-a-row.ts';
import { signed } from '../harness/figure.ts';
import type { BenchOptions } from '../overhead/options.ts';
import type { OverheadReport } from '../overhead/overhead.ts';
import type { PeersReport } from '../peers/peers.ts';
import { markdownTable, shown } from './markdown.ts';
import { footprintRows, overFloor, scenarioRows } from './overhead-rows.ts';

export interface Measured {
  readonly overhead: OverheadReport;
  /** null = left out. */
  readonly peers: PeersReport | null;
  readonly memory: MemoryReport | null;
}

/** Everything that stands between the marks. */
export function renderPage({ overhead, peers, memory }: Measured): string {
  return [
    overheadPart(overhead),
    ...(peers === null ? [] : [peersPart(peers)]),
    ...(memory === null ? [] : [memoryPart(memory)]),
  ].join('\n\n');
}

function overheadPart({ machine, options, results, own, footprints }: OverheadReport): string {
  const columns = overFloor(options.targets);
  const rows = [
    ...results.flatMap((result) => scenarioRows(result, columns)),
    ...footprintRows(footprints, columns),
  ];
  return [
    `${methodOf(machine, options)} By \`npm run bench -- table\`.`,
    markdownTable(['', ...options.targets, 'noria over floor-b'], rows),
    ...own.map(({ title, conclusions }) =>
      [`${title}:`, '', ...conclusions.map((line) => `- ${line}`)].join('\n'),
    ),
  ].join('\n\n');
}

function peersPart({ machine, options, peers, results }: PeersReport): string {
  const names = peers.map(({ name }) => name);
  const parts = names.map((peer) => {
    const columns = { targets: ['floor-b', 'noria', peer], compared: 'noria', with: peer };
    const rows = results.flatMap((result) => scenarioRows(result, columns));
    return markdownTable(['', ...columns.targets, `noria over ${peer}`], rows);
  });
  const words = peers.map(
    ({ name, version, note }) => `${name} ${version}${note === null ? '' : ` (${note})`}`,
  );
  return [`Beside other gateways: ${words.join(', ')}. ${methodOf(machine, options)}`, ...parts].join('\n\n');
}

function memoryPart({ streams, milestones }: MemoryReport): string {
  const lines: string[] = [];
  if (streams !== null) {
    const { idle, open, after, heapKbEach, residentKbEach } = streams;
    lines.push(
      `- ${streams.streams.toLocaleString('en')} streams open on one process: ${shown(open.residentMb)} MB resident (idle ${shown(idle.residentMb)}, after ${shown(after.residentMb)}); each ${shown(heapKbEach)} kB of heap, ${shown(residentKbEach)} kB resident`,
    );
  }
  const last = milestones.at(-1);
  if (last !== undefined) {
    const grew = (read: (sample: Sample) => number): string => signed(growth(milestones, read));
    lines.push(
      `- ${last.requests.toLocaleString('en')} requests in a row: ${shown(last.residentMb)} MB resident at the end; in the second half ${grew(({ residentMb }) => residentMb)} MB resident and ${grew(({ heapMb }) => heapMb)} MB of heap for each 100,000`,
    );
  }
  return lines.join('\n');
}

function methodOf({ at, node, cores, processor, pinned, load }: Machine, options: BenchOptions): string {
  const { rounds, seconds, quick } = options;
  const place = pinned ? 'the measured server alone on one core' : 'no core reserved';
  const warmth = quick ? 'hardly warmed up' : 'warmed up';
  return `Measured ${at.slice(0, 10)} on ${cores} cores of ${processor} (load ${load.toFixed(1)} before), Node ${node.slice(1)}: ${rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`} of ${seconds} s, ${warmth}, ${place}.`;
}
