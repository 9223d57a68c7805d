/** The load, in a process of its own: `node bench/load.ts '<LoadPlan as JSON>'` prints a LoadResult. */
import { Pool } from 'undici';
import { exchange, type Outcome } from './exchange.ts';
import type { LoadPlan, LoadResult, Spread } from './load-plan.ts';
import { requestBody } from './payloads.ts';
import { quantile } from './statistics.ts';

/** One failure voids the round; after so many there is no point in going on. */
const hopeless = 100;

const plan = JSON.parse(process.argv[2] ?? '') as LoadPlan;
const pool = new Pool(plan.origin, {
  connections: plan.pace.kind === 'closed' ? plan.pace.clients : null,
  pipelining: 1,
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
});
const options = {
  path: '/v1/chat/completions',
  method: 'POST' as const,
  headers: { 'content-type': 'application/json', authorization: `Bearer ${plan.apiKey}` },
  body: requestBody(plan),
};

const startedAt = performance.now();
const measuredFrom = startedAt + plan.warmupMs;
const endsAt = measuredFrom + plan.measureMs;
const latencies: number[] = [];
const firstBytes: number[] = [];
let totalRequests = 0;
let failures = 0;
let firstFailure: string | undefined;

await (plan.pace.kind === 'closed' ? runClosed(plan.pace.clients) : runOpen(plan.pace.perSecond));
const totalMs = performance.now() - startedAt;
await pool.close();
console.log(JSON.stringify(summarise()));

async function runClosed(clients: number): Promise<void> {
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < endsAt && failures < hopeless) {
        const sentAt = performance.now();
        const outcome = await exchange(pool, options, plan.stream);
        const counts = outcome.endedAt >= measuredFrom && outcome.endedAt <= endsAt;
        record(outcome, { since: sentAt, counts });
      }
    }),
  );
}

function runOpen(perSecond: number): Promise<void> {
  const everyMs = 1000 / perSecond;
  const count = Math.floor((endsAt - startedAt) / everyMs);
  const pending: Promise<void>[] = [];
  return new Promise((resolve) => {
    const sendDue = (): void => {
      for (let dueAt = startedAt + pending.length * everyMs; dueAt <= performance.now(); dueAt += everyMs) {
        if (pending.length === count) return void Promise.all(pending).then(() => resolve());
        pending.push(sendOne(dueAt));
      }
      return void setTimeout(sendDue, startedAt + pending.length * everyMs - performance.now());
    };
    sendDue();
  });
}

async function sendOne(dueAt: number): Promise<void> {
  record(await exchange(pool, options, plan.stream), { since: dueAt, counts: dueAt >= measuredFrom });
}

function record(outcome: Outcome, { since, counts }: { since: number; counts: boolean }): void {
  totalRequests += 1;
  if (outcome.failure !== undefined) {
    failures += 1;
    firstFailure ??= outcome.failure;
  } else if (counts) {
    latencies.push(outcome.endedAt - since);
    firstBytes.push(outcome.firstByteAt - since);
  }
}

function summarise(): LoadResult {
  return {
    perSecond: (latencies.length / plan.measureMs) * 1000,
    latencyMs: spread(latencies),
    firstByteMs: spread(firstBytes),
    totalRequests,
    totalMs,
    failures,
    ...(firstFailure === undefined ? {} : { firstFailure }),
  };
}

function spread(values: readonly number[]): Spread {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99) };
}
