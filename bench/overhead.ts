import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseOptions } from './options.ts';
import { canPin } from './pinning.ts';
import { residentMb } from './process-usage.ts';
import { runScenario, type Measured } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';
import { direct, render, summarise } from './summarise.ts';
import { renderColumns } from '../src/cli/render-columns.ts';
import { figure } from './table.ts';
import { startTarget, startUpstream } from './targets.ts';

/** Long enough for a server to let go of what a burst left behind. */
const restMs = 3_000;
/** Load average above which someone else's work shows in the figures. */
const quietLoad = 0.5;

/** Noria against what a bare Node proxy costs, interleaved in one run, told in ratios. */
export async function measureOverhead(args: string[]): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

  const options = parseOptions(args);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  const machine = `Node ${process.version} · ${os.availableParallelism()} cores · ${os.cpus()[0]?.model ?? 'unknown'}`;
  const pinned = canPin
    ? 'pinned: the measured server on core 0, load and upstream on core 1'
    : 'not pinned: figures scatter more';
  console.log(`${machine}\n${pinned}`);
  const loadAtStart = os.loadavg()[0] ?? 0;
  if (loadAtStart > quietLoad) {
    console.log(`the machine is busy with other things (load ${loadAtStart.toFixed(1)}): trust CPU µs most`);
  }
  console.log(
    `medians of ${options.rounds} interleaved rounds of ${options.seconds} s; × is against floor-b`,
  );
  console.log('floor-a: bare Node, passes bytes · floor-b: bare Node, parses, sets the model, parses');
  console.log('direct: no server between: what load and upstream can do by themselves');

  await using servers = new AsyncDisposableStack();
  const upstream = servers.use(await startUpstream(folder));
  const targets = [];
  for (const name of options.targets) {
    targets.push(servers.use(await startTarget(name, { upstream: upstream.origin, folder })));
  }
  const idleMb = targets.map(({ pid }) => residentMb(pid));
  const loadedMb = targets.map(() => NaN);

  const results = [];
  const wanted = options.only?.toLowerCase() ?? '';
  for (const scenario of scenarios.filter(({ title }) => title.toLowerCase().includes(wanted))) {
    console.log(`\n${scenario.title}`);
    const measured: Measured[] = [{ name: direct, origin: upstream.origin }, ...targets];
    const rounds = await runScenario(scenario, measured, options);
    const summaries = summarise(rounds);
    console.log(render(scenario, summaries));
    results.push({ scenario: scenario.id, summaries, rounds: Object.fromEntries(rounds) });
    for (const [index, { name }] of targets.entries()) {
      const peaks = rounds.get(name)?.map((measurement) => measurement?.peakMb ?? 0) ?? [];
      loadedMb[index] = Math.max(loadedMb[index] || 0, ...peaks);
    }
    if (summaries.some((summary) => summary.rounds === 0)) process.exitCode = 1;
  }

  await wait(restMs);
  const memory = targets.map(({ name, pid, startMs }, index) => ({
    target: name,
    startMs,
    idleMb: idleMb[index] ?? NaN,
    loadedMb: loadedMb[index] ?? NaN,
    afterMb: residentMb(pid),
  }));
  console.log('\nStart and memory');
  console.log(
    renderColumns(
      ['', 'ready ms', 'idle MB', 'peak MB', 'after MB'],
      memory.map((row) => [row.target, ...[row.startMs, row.idleMb, row.loadedMb, row.afterMb].map(figure)]),
    ),
  );
  const report = { at: new Date().toISOString(), machine, pinned, loadAtStart, options, results, memory };
  writeFileSync(new URL('.last.json', import.meta.url), `${JSON.stringify(report, null, 2)}\n`);
}
