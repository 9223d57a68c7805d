import type { Target } from '../harness/target.ts';
import { startTarget, startUpstream } from '../harness/targets.ts';
import { describeMachine, openWorkplace, thisMachine, type Machine } from '../harness/workplace.ts';
import { measureStreams, renderStreams, roomFor, type StreamMemory } from './open-streams.ts';
import { parseMemoryOptions, type MemoryOptions } from './options.ts';
import { createProbe, type Probe } from './probe.ts';
import { measureRequests, renderRequests, type Milestone } from './requests-in-a-row.ts';

export interface MemoryReport {
  readonly machine: Machine;
  readonly options: MemoryOptions;
  readonly streams: StreamMemory | null;
  readonly milestones: readonly Milestone[];
}

/** What many open streams cost one process, and whether it grows with the requests it has served. */
export async function measureMemory(args: string[]): Promise<void> {
  await runMemory(parseMemoryOptions(args));
}

/** Each question to a process of its own: what streams left behind is no part of what requests leave. */
export async function runMemory(options: MemoryOptions): Promise<MemoryReport> {
  const machine = thisMachine();
  console.log(describeMachine(machine));
  console.log('resident as the server runs; heap after a collection');
  const { streams: most, ...files } = roomFor(options.streams);
  const streams =
    most === 0
      ? null
      : await withNoria(files, (noria, probe) =>
          measureStreams(noria, probe, { streams: most, hold: options.hold, ...files }),
        );
  if (streams !== null) console.log(renderStreams(streams));
  const milestones =
    options.requests === 0
      ? []
      : await withNoria({}, (noria, probe) => measureRequests(noria, probe, options));
  if (milestones.length > 0) console.log(`\n${renderRequests(milestones)}`);
  return { machine, options, streams, milestones };
}

async function withNoria<T>(
  files: { readonly openFiles?: number },
  measure: (noria: Target, probe: Probe) => Promise<T>,
): Promise<T> {
  const folder = openWorkplace();
  const probe = createProbe(folder);
  const { nodeArgs, env } = probe;
  await using servers = new AsyncDisposableStack();
  const upstream = servers.use(await startUpstream(folder, files.openFiles));
  const noria = await startTarget('noria', { upstream: upstream.origin, folder, nodeArgs, env, ...files });
  // Awaited here: the servers must not end before.
  return await measure(servers.use(noria), probe);
}
