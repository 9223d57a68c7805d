import { setTimeout as wait } from 'node:timers/promises';
import { figure } from '../harness/figure.ts';
import { canRaiseOpenFiles, mostOpenFiles } from '../harness/open-files.ts';
import { endlessModel } from '../harness/payloads.ts';
import type { Target } from '../harness/target.ts';
import { renderColumns } from '../../src/cli/render-columns.ts';
import { holdStreams } from './hold-streams.ts';
import { filesFor, streamsWithin } from './options.ts';
import type { Probe, Sample } from './probe.ts';

/** So many are opened a second: a crowd, and not one moment. */
const openedPerSecond = 500;
const restMs = 5_000;

export interface StreamMemory {
  readonly streams: number;
  readonly idle: Sample;
  readonly open: Sample;
  readonly after: Sample;
  readonly heapKbEach: number;
  readonly residentKbEach: number;
}

/** How many can be open at a time here, and what must be raised for that. */
export function roomFor(wanted: number): { readonly streams: number; readonly openFiles?: number } {
  const files = filesFor(wanted);
  if (files <= mostOpenFiles()) return { streams: wanted };
  if (canRaiseOpenFiles(files)) return { streams: wanted, openFiles: files };
  const streams = streamsWithin(mostOpenFiles(), wanted);
  console.log(
    `${mostOpenFiles()} open files are allowed here and cannot be raised (ulimit -Hn): ${streams} streams instead of ${wanted}`,
  );
  return { streams };
}

/** Holds the streams open and looks at the server before, meanwhile and after. */
export async function measureStreams(
  noria: Target,
  probe: Probe,
  { streams, hold, openFiles }: { streams: number; hold: number; openFiles?: number },
): Promise<StreamMemory> {
  const idle = await probe.take(noria.pid);
  const open = await whileOpen();
  await wait(restMs);
  const after = await probe.take(noria.pid);
  const each = (read: (sample: Sample) => number): number => ((read(open) - read(idle)) / streams) * 1_024;
  return {
    streams,
    idle,
    open,
    after,
    heapKbEach: each(({ heapMb }) => heapMb),
    residentKbEach: each(({ residentMb }) => residentMb),
  };

  async function whileOpen(): Promise<Sample> {
    await using held = await holdStreams(
      {
        origin: noria.origin,
        headers: noria.headers,
        ask: { model: noria.modelName(endlessModel), stream: true, kilobytes: 1 },
        streams,
        perSecond: openedPerSecond,
      },
      openFiles,
    );
    const from = await held.count();
    await wait(hold * 1_000);
    const { alive, chunks, firstFailure } = await held.count();
    if (alive < streams) throw new Error(`${streams - alive} of ${streams} streams ended: ${firstFailure}`);
    console.log(
      `${streams} streams held for ${hold} s, ${figure((chunks - from.chunks) / hold)} chunks a second in all, none ended`,
    );
    return probe.take(noria.pid);
  }
}

export function renderStreams({
  streams,
  idle,
  open,
  after,
  heapKbEach,
  residentKbEach,
}: StreamMemory): string {
  return [
    renderColumns(
      ['', 'resident MB', 'heap MB', 'buffers MB'],
      [rowOf('idle', idle), rowOf(`${streams} streams open`, open), rowOf('after', after)],
    ),
    `  each stream: ${figure(heapKbEach)} kB of heap (${(heapKbEach / 1_024).toFixed(4)} MB), ${figure(residentKbEach)} kB resident`,
  ].join('\n');
}

function rowOf(name: string, { residentMb, heapMb, bufferMb }: Sample): string[] {
  return [name, ...[residentMb, heapMb, bufferMb].map(figure)];
}
