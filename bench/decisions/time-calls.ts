import { setImmediate } from 'node:timers/promises';
import { PerformanceObserver } from 'node:perf_hooks';
import { collector } from '../harness/collector.ts';
import { median, quantile } from '../harness/statistics.ts';

/** One decision and what is done before and after it, outside of the measured time. */
export interface Decision {
  readonly before?: () => void;
  readonly decide: () => unknown;
  readonly after?: () => void;
}

/** Of one decision; µs. */
export interface Timed {
  readonly p50: number;
  readonly p99: number;
}

/** Each call by itself, after a warm-up that is not counted. */
export function timeCalls(
  { before, decide, after }: Decision,
  { calls, warmup }: { calls: number; warmup: number },
): Timed {
  const took = new Float64Array(calls);
  for (let call = -warmup; call < calls; call += 1) {
    before?.();
    const from = performance.now();
    decide();
    const until = performance.now();
    if (call >= 0) took[call] = (until - from) * 1_000;
    after?.();
  }
  const times = [...took];
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

const rounds = 9;

/** Bytes that one decision leaves on the heap, the median of batches between which nothing was collected. */
export async function heapBytes({ before, decide }: Decision, batch: number): Promise<number> {
  const collect = collector();
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
  const bytes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    before?.();
    collect();
    await turns();
    const seen = collections;
    const from = process.memoryUsage().heapUsed;
    for (let call = 0; call < batch; call += 1) decide();
    const used = process.memoryUsage().heapUsed - from;
    await turns();
    if (collections === seen) bytes.push(used / batch);
  }
  observer.disconnect();
  return median(bytes);
}

/** The observer is told of a collection some turns later. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}
