import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Traced } from '../src/relay/traced.ts';
import { createTraces } from '../src/relay/traces.ts';
import { createScrubber } from '../src/shared/scrub.ts';
import type { TraceRepository } from '../src/store/traces.ts';
import { openStore } from '../src/store/open-store.ts';
import { tracedOf } from '../tests/support/traced.ts';
import { median, quantile } from './statistics.ts';

/** What keeping decision traces costs at 4,000 requests a second: `node bench/traces.ts`. */
const perSecond = 4_000;
const flushEveryMs = 3_000;
const flushes = 60;
const kept = 5_000;

let made = 0;
/** One of fifty had more than one attempt, or failed. */
function nextTraced(): Traced {
  made += 1;
  return { ...tracedOf(made), isPlain: made % 50 !== 0 };
}

const scrubber = createScrubber(['gsk_planted0000000000000000000001']);
const folder = mkdtempSync(join(tmpdir(), 'noria-bench-traces-'));
const store = openStore(join(folder, 'noria.sqlite'));
const writeMs: number[] = [];
const repository: TraceRepository = {
  ...store.traces,
  write: async (rows, rowsKept) => {
    const from = performance.now();
    await store.traces.write(rows, rowsKept);
    writeMs.push(performance.now() - from);
  },
};
const traces = createTraces({
  repository,
  scrub: (text) => scrubber.scrub(text),
  flushEveryMs: 1e9,
  kept,
  onError: (error) => {
    throw error;
  },
});

const addNs: number[] = [];
const flushMs: number[] = [];
const busyMs: number[] = [];
for (let round = 0; round < flushes; round += 1) {
  const crowd = Array.from({ length: (perSecond * flushEveryMs) / 1_000 }, nextTraced);
  const cpu = process.cpuUsage();
  const from = performance.now();
  for (const trace of crowd) traces.add(trace);
  const between = performance.now();
  await traces.flush();
  addNs.push(((between - from) * 1e6) / crowd.length);
  flushMs.push(performance.now() - between);
  const { user, system } = process.cpuUsage(cpu);
  busyMs.push((user + system) / 1_000);
}
console.log(`${flushes} flushes of 300 traces, ${perSecond} requests a second, ${kept} rows kept`);
console.log(`  add    ${median(addNs).toFixed(0)} ns (sifting included)`);
console.log(`  flush  ${median(flushMs).toFixed(1)} ms, the longest ${quantile(flushMs, 1).toFixed(1)} ms`);
console.log(
  `    a write of 20, in one piece: ${median(writeMs).toFixed(1)} ms, the longest ${quantile(writeMs, 1).toFixed(1)} ms`,
);
console.log(`  of the time of one core: ${((median(busyMs) / flushEveryMs) * 100).toFixed(2)} %`);

const page = performance.now();
await traces.list({ limit: 50 });
const search = performance.now();
await traces.list({ limit: 50, text: 'stands nowhere' });
console.log(`  list of 50: ${(search - page).toFixed(1)} ms`);
console.log(`  search through memory and ${kept} rows: ${(performance.now() - search).toFixed(1)} ms`);
await traces.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
