/** The load, in a process of its own: `node bench/load.ts '<LoadPlan as JSON>'` prints a LoadResult. */
import { Pool } from 'undici';
import { exchange, type Expected, type Outcome } from './harness/exchange.ts';
import type { LoadPlan, LoadResult, Spread } from './harness/load-plan.ts';
import { requestBody } from './harness/payloads.ts';
import { quantile } from './harness/statistics.ts';

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
  headers: { 'content-type': 'application/json', ...plan.headers },
  body: requestBody(plan.ask),
};
const expected: Expected = plan.expects === 'refusal' ? 'refusal' : plan.ask.stream ? 'stream' : 'whole';

const startedAt = performance.now();
const measuredFrom = startedAt + plan.warmupMs;
const endsAt = measuredFrom + plan.measureMs;
const latencies: number[] = [];
const firstBytes: number[] = [];
const calls: number[] = [];
let severalAttempts = 0;
let totalRequests = 0;
let failures = 0;
let firstFailure: string | undefined;

await (plan.pace.kind === 'closed' ? runClosed(plan.pace) : runOpen(plan.pace.perSecond));
const totalMs = performance.now() - startedAt;
await pool.close();
console.log(JSON.stringify(summarise()));

async function runClosed({
  clients,
  requests = Infinity,
}: {
  clients: number;
  requests?: number;
}): Promise<void> {
  let begun = 0;
  // Told how many, it does not look at the clock.
  const untilAt = requests === Infinity ? endsAt : Infinity;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < untilAt && begun < requests && failures < hopeless) {
        begun += 1;
        const sentAt = performance.now();
        const outcome = await exchange(pool, options, expected);
        const counts = outcome.endedAt >= measuredFrom && outcome.endedAt <= untilAt;
        record(outcome, { since: sentAt, sentAt, counts });
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
  const sentAt = performance.now();
  const outcome = await exchange(pool, options, expected);
  record(outcome, { since: dueAt, sentAt, counts: dueAt >= measuredFrom });
}

interface Moments {
  /** From when on it is measured. */
  readonly since: number;
  readonly sentAt: number;
  readonly counts: boolean;
}

function record(outcome: Outcome, { since, sentAt, counts }: Moments): void {
  totalRequests += 1;
  if (outcome.failure !== undefined) {
    failures += 1;
    firstFailure ??= outcome.failure;
  } else if (counts) {
    latencies.push(outcome.endedAt - since);
    firstBytes.push(outcome.firstByteAt - since);
    calls.push(outcome.endedAt - sentAt);
    if (outcome.attempts > 1) severalAttempts += 1;
  }
}

function summarise(): LoadResult {
  const measuredMs =
    plan.pace.kind === 'closed' && plan.pace.requests !== undefined ? totalMs : plan.measureMs;
  return {
    perSecond: (latencies.length / measuredMs) * 1000,
    latencyMs: spread(latencies),
    firstByteMs: spread(firstBytes),
    callMs: spread(calls),
    severalAttempts: severalAttempts / latencies.length,
    totalRequests,
    totalMs,
    failures,
    ...(firstFailure === undefined ? {} : { firstFailure }),
  };
}

function spread(values: readonly number[]): Spread {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99) };
}
