/** What a decision costs, through the real engine: `node bench/decisions.ts`. */
import os from 'node:os';
import { renderColumns } from '../src/cli/render-columns.ts';
import { tuneRuntime } from '../src/cli/tune-runtime.ts';
import { createMemoryLedger } from '../src/ledger/memory-ledger.ts';
import type { World } from '../tests/support/world.ts';
import { choosing, choosingAtRush } from './decisions/choosing.ts';
import { exhausted } from './decisions/exhausted.ts';
import { cool, createHouse, keys, models, perMinute, providers, spend } from './decisions/house.ts';
import { manyCalls } from './decisions/question.ts';
import { journalledLedger, reserving, type Traffic } from './decisions/reserving.ts';
import { heapBytes, timeCalls } from './decisions/time-calls.ts';
import { figure } from './harness/figure.ts';

// As Noria runs.
tuneRuntime();

const plenty: Traffic = { everyMs: 0.25, requests: 1e6 };
/** A quarter of what the keys of the first model that is asked have: none of them ends. */
const scarce: Traffic = { everyMs: 80, requests: perMinute };

console.log(
  `Node ${process.version} · ${os.cpus()[0]?.model ?? 'unknown'} · ${providers} providers, ${keys} keys, ${models} models, 4 buckets a lane, routed over all`,
);
const clock = timeCalls({ decide: () => undefined }, { calls: manyCalls, warmup: manyCalls });
console.log(
  `µs a call, each timed by itself, the clock included (alone: p50 ${figure(clock.p50)}, p99 ${figure(clock.p99)})\n`,
);

await using ends = new AsyncDisposableStack();
const rows: string[][] = [];
for (const { title, decision, calls, warmup = calls / 2, batch, goal } of [
  choosing('choose: all are free', createHouse()),
  choosing(
    'choose: every second key cools',
    cooling((place) => place % 2 === 0),
  ),
  choosing(
    'choose: the keys of nine providers cool',
    cooling((place) => place < keys * 0.9),
  ),
  choosing(
    'choose: only the very last key does not cool',
    cooling((place) => place < keys - 1),
  ),
  choosingAtRush('choose: nine tenths of all quotas asked for'),
  reserving('reserve + settle', createMemoryLedger(), plenty),
  reserving('  with the journal, 4,000 a second', journalledLedger(ends), plenty),
  reserving('  with the journal, 12.5 a second', journalledLedger(ends), scarce),
  ...exhausted(
    'every key cools',
    cooling(() => true),
  ),
  ...exhausted('every quota is spent', spent()),
]) {
  const { p50, p99 } = timeCalls(decision, { calls, warmup });
  const bytes = await heapBytes(decision, batch);
  rows.push([title, figure(p50), figure(p99), `< ${goal}`, p99 < goal ? 'reached' : 'MISSED', figure(bytes)]);
}
console.log(renderColumns(['', 'p50 µs', 'p99 µs', 'goal p99', '', 'heap bytes'], rows));

function cooling(which: (place: number) => boolean): World {
  const world = createHouse();
  cool(world.pool, which, world.now);
  return world;
}

function spent(): World {
  const world = createHouse();
  for (const key of world.pool.keys.values()) spend(world, key);
  return world;
}
