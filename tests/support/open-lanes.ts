import { blocksOf } from '../../src/engine/blocks.ts';
import { spareOf, type Bucket } from '../../src/engine/bucket.ts';
import { isMeter } from '../../src/engine/lane-buckets.ts';
import { admitsAt } from '../../src/engine/breaker.ts';
import { recallBreaker } from '../../src/engine/states.ts';
import { laneOf, type Pool } from '../../src/engine/pool.ts';
import { copyOfCounter, emptyCounter } from '../../src/engine/windows.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { stepsOf } from './world.ts';

/** The lanes that may serve a small request at a moment, and why the others may not. */
export function openLanes(pool: Pool, now: number): string[] {
  const blocks = blocksOf({
    pool,
    steps: stepsOf(pool),
    need: { chars: 100, maxTokens: 20, seconds: 0 },
    tried: { lanes: new Set(), models: new Set() },
    order: 'steady',
    now,
  });
  return blocks.map(
    ({ lane, reason, until }) => `${lane.key.id} ${lane.node.model.id}: ${reason} until ${until}`,
  );
}

/** What is counted and learned of every limit. */
export function countsOf(ledger: Ledger): Record<string, unknown> {
  const buckets = [...ledger.all()].filter((bucket) => bucket.spec.unit !== 'concurrent' && !isMeter(bucket));
  return Object.fromEntries(buckets.map(({ spec, counter, learned }) => [spec.id, { counter, learned }]));
}

/** What a restart forgets on purpose: counts of calls that no known limit bounds, and a first sign of a lower limit. */
export function forgetSigns(ledger: Ledger): void {
  for (const bucket of ledger.all()) {
    bucket.refusedAt = null;
    if (isMeter(bucket)) bucket.counter = emptyCounter(bucket.spec.window);
  }
}

/** What is left of a bucket at a later moment; the bucket itself stays as it is. */
export function spareAt(bucket: Bucket, now: number): number {
  return spareOf({ ...bucket, counter: copyOfCounter(bucket.counter) }, now);
}

/** Until when nobody of the pool may be asked, and whose key is refused: what must survive. */
export function statesOf(pool: Pool, now: number): Record<string, unknown> {
  const states: Record<string, unknown> = {};
  for (const key of pool.keys.values()) {
    for (const node of key.provider.models.values()) {
      const { benches } = laneOf(pool, key, node);
      const coolsUntil = Math.max(...benches.map(({ untilAt }) => (untilAt > now ? untilAt : 0)));
      const restsUntil = [key.breaker, key.provider.breaker].map((breaker) =>
        admitsAt(recallBreaker(breaker, now), now),
      );
      states[`${key.id} ${node.model.id}`] = { coolsUntil, restsUntil, invalid: key.invalid };
    }
  }
  return states;
}
