import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readableTrace, traceRow } from '../src/relay/traces/trace-row.ts';
import type { TraceQuery } from '../src/relay/traces/trace-query.ts';
import { createTraces } from '../src/relay/traces/traces.ts';
import { createScrubber } from '../src/shared/scrub.ts';
import { openStore } from '../src/store/open-store.ts';
import type { TraceRow } from '../src/store/traces.ts';
import { traceId } from '../tests/support/traced.ts';
import { variedTrace } from './harness/varied-trace.ts';
import { median, quantile } from './harness/statistics.ts';

/** What a page of the requests costs with 100,000 of them stored and 2,000 in memory: `node bench/trace-pages.ts [rows]`. */
const stored = Number(process.argv[2] ?? 100_000);
const inMemory = 2_000;
const rounds = 9;
const pieceSize = 300;

const scrubber = createScrubber(
  Array.from({ length: 1_000 }, (_, key) => `gsk_${String(key).padStart(48, 'q')}`),
);
const scrub = (text: string): string => scrubber.scrub(text);
const folder = mkdtempSync(join(tmpdir(), 'noria-bench-pages-'));
const file = join(folder, 'noria.sqlite');
const store = openStore(file);

const writeMs: number[] = [];
for (let from = 1; from <= stored; from += pieceSize) {
  const count = Math.min(pieceSize, stored - from + 1);
  const rows: TraceRow[] = [];
  for (let number = from; number < from + count; number += 1)
    rows.push(traceRow(readableTrace(variedTrace(number), scrub)));
  const begun = performance.now();
  for (let at = 0; at < rows.length; at += 20) await store.traces.write(rows.slice(at, at + 20), stored);
  writeMs.push(performance.now() - begun);
}
const traces = createTraces({
  repository: store.traces,
  scrub,
  flushEveryMs: 1e9,
  kept: stored,
  onError: (error) => {
    throw error;
  },
});
for (let number = stored + 1; number <= stored + inMemory; number += 1) traces.add(variedTrace(number));

const megabytes = (statSync(file).size / 1e6).toFixed(0);
console.log(
  `${stored} rows, ${megabytes} MB, ${inMemory} traces in memory; times of ${rounds} rounds after a first`,
);
const late = writeMs.slice(-50);
console.log(
  `  writing ${pieceSize} of them: ${median(late).toFixed(1)} ms, the longest ${quantile(late, 1).toFixed(1)} ms`,
);

const pages: Record<string, Partial<TraceQuery>> = {
  'no filter': {},
  'deep in the list': { before: { id: traceId(Math.floor(stored / 10)) } },
  'before a time': { before: { at: variedTrace(Math.floor(stored / 2)).receivedAt } },
  'outcome=failed (3 %)': { outcome: 'failed' },
  'outcome=interrupted (none)': { outcome: 'interrupted' },
  'code=pool_exhausted (3 %)': { code: 'pool_exhausted' },
  'provider=groq (half)': { provider: 'groq' },
  'provider, one of 100,000': { provider: 'cohere' },
  'model, nowhere': { model: 'nowhere' },
  'route, nowhere': { route: 'auto:nowhere' },
  'key, one of 100,000': { key: 'co_abcde...1234' },
  'client and strategy, nowhere': { client: 'cli_nobody', strategy: 'race' },
  'an hour, a failure in it (none)': {
    from: variedTrace(Math.floor(stored / 2)).receivedAt,
    until: variedTrace(Math.floor(stored / 2) + 3_600).receivedAt,
    outcome: 'left',
  },
  'q= in every trace': { text: 'llama' },
  'q=, one of 100,000': { text: 'command-r' },
  'q= without a match': { text: 'stands nowhere' },
  'q= of one letter without a match': { text: '\u00e6' },
};
let worstMs = 0;
for (const [name, query] of Object.entries(pages)) {
  const tookMs: number[] = [];
  const cpuMs: number[] = [];
  let blockedMs = 0;
  let found = 0;
  await traces.list({ limit: 50, ...query });
  for (let round = 0; round < rounds; round += 1) {
    const watch = watchLoop();
    const cpu = process.cpuUsage();
    const from = performance.now();
    found = (await traces.list({ limit: 50, ...query })).length;
    tookMs.push(performance.now() - from);
    const { user, system } = process.cpuUsage(cpu);
    cpuMs.push((user + system) / 1_000);
    blockedMs = Math.max(blockedMs, watch());
  }
  worstMs = Math.max(worstMs, quantile(tookMs, 1));
  const took = `${median(tookMs).toFixed(1)} ms, the longest ${quantile(tookMs, 1).toFixed(1)} ms`;
  const figures = `${took}, of a core ${median(cpuMs).toFixed(1)} ms`;
  console.log(
    `  ${name.padEnd(34)} ${figures}; others wait ${blockedMs.toFixed(1)} ms at most; ${found} rows`,
  );
}
console.log(`the slowest view: ${worstMs.toFixed(0)} ms (the goal: under 200)`);
await traces.close();
await store.close();
rmSync(folder, { recursive: true, force: true });

/** The longest time, in ms, for which nobody else had a turn until it is asked. */
function watchLoop(): () => number {
  let last = performance.now();
  let longest = 0;
  let runs = true;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (runs) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    runs = false;
    look();
    return longest;
  };
}
