import type { Bucket, BucketSpec, Learned } from '../engine/bucket.ts';
import { addTo, emptyCounter, usedOf, type Counter } from '../engine/windows.ts';

/** A bucket as it is kept, in the journal and in the tables. */
export interface StoredBucket {
  readonly spec: BucketSpec;
  readonly counter: Counter;
  readonly learned: Learned | null;
}

/** Its spec as JSON: it hardly ever changes, and it is most of what is written. */
const specTexts = new WeakMap<BucketSpec, string>();

/** As JSON; `counter` may be a bound of the bucket's own. */
export function storedText({ spec, learned }: Bucket, counter: Counter): string {
  let text = specTexts.get(spec);
  if (text === undefined) specTexts.set(spec, (text = JSON.stringify(spec)));
  return `{"spec":${text},"counter":${JSON.stringify(counter)},"learned":${JSON.stringify(learned)}}`;
}

/** A counter of an earlier life; when the owner has changed the window's kind since, what was used stays used. */
export function sameKind(old: StoredBucket, spec: BucketSpec, now: number): Counter {
  const sameAmount = old.spec.base?.amount === spec.base?.amount || spec.window.kind !== 'refill';
  if (old.counter.kind === spec.window.kind && sameAmount)
    return { ...emptyCounter(spec.window), ...old.counter };
  const limit = old.learned?.amount ?? old.spec.base?.amount ?? Infinity;
  const fresh = { counter: emptyCounter(spec.window), spec };
  addTo(fresh, spec.base?.amount ?? limit, usedOf(old, limit, now), now);
  return fresh.counter;
}
