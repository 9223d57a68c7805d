import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose } from '../src/engine/choose.ts';
import { planOf } from '../src/engine/plan.ts';
import { Trace, type AttemptTrace } from '../src/relay/traces/trace.ts';
import type { Traced } from '../src/relay/traces/traced.ts';
import { createTraces } from '../src/relay/traces/traces.ts';
import { createScrubber } from '../src/shared/scrub.ts';
import type { TraceRepository } from '../src/store/traces.ts';
import { openStore } from '../src/store/open-store.ts';
import { chatRequest } from '../tests/support/chat-request.ts';
import { tracedOf } from '../tests/support/traced.ts';
import { createWorld, limit, minutes, stepsOf } from '../tests/support/world.ts';
import { median, quantile } from './harness/statistics.ts';

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

/** As the relay writes one for a request that its first lane serves. */
function build(serial: number): Trace {
  const trace = new Trace(`trc_${serial}`, request);
  trace.plan = plan;
  trace.strategy = 'hedge';
  const attempt: AttemptTrace = {
    number: 1,
    role: 'first',
    lane,
    at: serial,
    reserved: demands,
    firstContentAt: null,
    endedAt: null,
    result: 'running',
    fault: null,
    settled: null,
  };
  trace.attempts.push(attempt);
  attempt.result = 'served';
  attempt.firstContentAt = serial + 1;
  attempt.endedAt = serial + 2;
  attempt.settled = demands.map(({ amount }) => amount);
  trace.served = lane;
  trace.outcome = 'served';
  trace.endedAt = serial + 2;
  return trace;
}

const world = createWorld([
  { id: 'groq', keys: [{ id: 'k' }], limits: [limit(30, minutes.refill), limit(900, minutes.fixed)] },
]);
const steps = stepsOf(world.pool);
const plan = planOf('auto', steps);
const request = chatRequest();
const pick = choose({
  pool: world.pool,
  steps,
  order: 'steady',
  need: { chars: 400, maxTokens: null, seconds: 0 },
  tried: { lanes: new Set(), models: new Set() },
  now: world.now,
});
if (pick === null) throw new Error('nobody can serve');
const { lane, demands } = pick;
const ring: Trace[] = [];
const builtNs: number[] = [];
for (let round = 0; round < 40; round += 1) {
  const from = performance.now();
  for (let serial = 0; serial < 20_000; serial += 1) ring[serial % 2_000] = build(serial);
  builtNs.push(((performance.now() - from) * 1e6) / 20_000);
}
console.log(
  `  built along a plain request: ${median(builtNs).toFixed(0)} ns, garbage of those that leave the ring included`,
);

const page = performance.now();
await traces.list({ limit: 50 });
const search = performance.now();
await traces.list({ limit: 50, text: 'stands nowhere' });
console.log(`  list of 50: ${(search - page).toFixed(1)} ms`);
console.log(`  search through memory and ${kept} rows: ${(performance.now() - search).toFixed(1)} ms`);
await traces.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
