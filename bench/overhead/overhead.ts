import { writeFileSync } from 'node:fs';
import type { Target } from '../harness/target.ts';
import { inProject } from '../harness/in-project.ts';
import { startTarget, startUpstream } from '../harness/targets.ts';
import { describeMachine, openWorkplace, thisMachine, type Machine } from '../harness/workplace.ts';
import { UsageError } from '../usage.ts';
import { comparisons } from './comparisons.ts';
import { watchFootprints, type Footprint } from './footprints.ts';
import { parseOptions, type BenchOptions } from './options.ts';
import { renderFootprints } from './render.ts';
import { runComparisons, runScenarios, type ScenarioResult } from './run-scenarios.ts';
import { scenarios, titled } from './scenarios.ts';

export interface OverheadReport {
  readonly machine: Machine;
  readonly options: BenchOptions;
  readonly results: readonly ScenarioResult[];
  /** What only Noria does: failover, races. */
  readonly own: readonly ScenarioResult[];
  readonly footprints: readonly Footprint[];
}

/** Noria against what a bare Node proxy costs, interleaved in one run, told in ratios. */
export async function measureOverhead(args: string[]): Promise<void> {
  await runOverhead(parseOptions(args));
}

/** Prints while it measures, and leaves the report in `bench/.last.json`. */
export async function runOverhead(options: BenchOptions): Promise<OverheadReport> {
  const shared = titled(scenarios, options.only);
  const own = titled(comparisons, options.only).filter(({ sides }) =>
    sides.every(({ where }) => where === 'direct' || options.targets.includes(where)),
  );
  if (shared.length + own.length === 0) throw noSuchTitle(options.only);
  const machine = thisMachine();
  console.log(describeMachine(machine));
  console.log(
    `medians of ${options.rounds} interleaved rounds of ${options.seconds} s; × is against floor-b`,
  );
  console.log(
    'floor-a: bare Node, passes bytes · floor-b: bare Node, parses, sets the model, parses · fastify-floor: the same with fastify',
  );
  console.log('direct: no server between: what load and upstream can do by themselves');

  const folder = openWorkplace();
  await using servers = new AsyncDisposableStack();
  const upstream = servers.use(await startUpstream(folder));
  const targets: Target[] = [];
  const needed = options.targets.filter(
    (name) => shared.length > 0 || own.some(({ sides }) => sides.some(({ where }) => where === name)),
  );
  for (const name of needed)
    targets.push(servers.use(await startTarget(name, { upstream: upstream.origin, folder })));
  const footprintsAfter = watchFootprints(targets);
  const field = { upstream: upstream.origin, targets };
  const results = await runScenarios(shared, field, options);
  const ownResults = await runComparisons(own, field, { ...options, areCold: shared.length === 0 });
  const footprints = await footprintsAfter([...results, ...ownResults]);
  console.log(`\nStart and memory\n${renderFootprints(footprints)}`);
  const report = { machine, options, results, own: ownResults, footprints };
  writeFileSync(inProject('bench/.last.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

function noSuchTitle(only: string | null): UsageError {
  const titles = [...scenarios, ...comparisons].map(({ title }) => `  ${title}`);
  return new UsageError(`no scenario has "${only ?? ''}" in its title; there are\n${titles.join('\n')}`);
}
