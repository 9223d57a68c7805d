import { startTarget, startUpstream } from '../harness/targets.ts';
import { findFreePort } from '../harness/free-port.ts';
import { startServer } from '../harness/server-process.ts';
import type { Target, TargetOptions } from '../harness/target.ts';
import { describeMachine, openWorkplace, thisMachine, type Machine } from '../harness/workplace.ts';
import { optionsFrom, roundFlags, type BenchOptions } from '../overhead/options.ts';
import { runScenarios, type ScenarioResult } from '../overhead/run-scenarios.ts';
import { scenarios, titled } from '../overhead/scenarios.ts';
import { readFlags, UsageError } from '../usage.ts';
import { installPeer, RegistryError, type InstalledPeer } from './install-peer.ts';
import { knownPeers } from './known-peers.ts';

const measuredIds = ['requests-1', 'streams', 'latency-300'];
const peerScenarios = scenarios.filter(({ id }) => measuredIds.includes(id));

export interface PeersReport {
  readonly machine: Machine;
  readonly options: BenchOptions;
  /** Name, version and what must be said of it. */
  readonly peers: readonly {
    readonly name: string;
    readonly version: string;
    readonly note: string | null;
  }[];
  readonly results: readonly ScenarioResult[];
}

/** Noria beside other gateways, in the same interleaved rounds as floor B. */
export async function measurePeers(args: string[]): Promise<void> {
  const options = optionsFrom(readFlags(args, roundFlags));
  try {
    await runPeers(options);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** @throws RegistryError when they cannot be installed */
export async function runPeers(options: BenchOptions): Promise<PeersReport> {
  const chosen = titled(peerScenarios, options.only);
  if (chosen.length === 0)
    throw new UsageError(
      `no scenario has "${options.only}" in its title; there are\n${peerScenarios.map(({ title }) => `  ${title}`).join('\n')}`,
    );
  const machine = thisMachine();
  console.log(describeMachine(machine));
  const folder = openWorkplace();
  const installed: InstalledPeer[] = [];
  for (const peer of knownPeers) installed.push(await installPeer(peer, folder));
  for (const { peer, version } of installed)
    console.log(`${peer.name}: ${peer.package} ${version}${peer.note === null ? '' : `, ${peer.note}`}`);
  console.log(
    `medians of ${options.rounds} interleaved rounds of ${options.seconds} s; × is against floor-b`,
  );

  await using servers = new AsyncDisposableStack();
  const upstream = servers.use(await startUpstream(folder));
  const parts = { upstream: upstream.origin, folder };
  const targets: Target[] = [
    servers.use(await startTarget('floor-b', parts)),
    servers.use(await startTarget('noria', parts)),
  ];
  for (const peer of installed) targets.push(servers.use(await startPeer(peer, parts)));
  const results = await runScenarios(chosen, { upstream: upstream.origin, targets }, options);
  const peers = installed.map(({ peer, version }) => ({ name: peer.name, version, note: peer.note }));
  return { machine, options, peers, results };
}

async function startPeer(
  { peer, program }: InstalledPeer,
  { upstream, folder }: TargetOptions,
): Promise<Target> {
  const port = await findFreePort();
  const server = await startServer({
    name: peer.name,
    role: 'server',
    args: [program, ...peer.args(port)],
    folder,
    env: { NODE_ENV: 'production' },
    port,
  });
  return { ...server, headers: peer.headers(upstream), modelName: peer.modelName };
}
