import type { TokenSide, Unit, WindowLength } from '../catalog/types.ts';
import { limitOf, spareOf, windowLength, type Bucket } from './bucket.ts';
import type { Classification } from './classification.ts';
import { isMeter, learnedGroup, learnedSpec, ownerOf } from './lane-buckets.ts';
import type { Lane } from './nodes.ts';
import type { Pool } from './pool.ts';
import type { RateFact } from './rate-fact.ts';
import { usedOf } from './windows.ts';

/** What a limit counts, and over which window. */
interface Place {
  readonly unit: Unit;
  readonly side: TokenSide;
  readonly length: WindowLength;
}

/** Fewer refusals than this say too little to call a count a limit. */
const leastLearned = 3;

/** What the headers of an answer tell of the lane's buckets; a limit nobody knew becomes a bucket. */
export function learnFromHeaders(pool: Pool, lane: Lane, facts: readonly RateFact[], now: number): void {
  for (const fact of facts) {
    const length = fact.window === 'stated' ? statedLength(fact, now) : fact.window;
    if (length === null) continue;
    const bucket = bucketFor(
      pool,
      lane,
      { unit: fact.unit, side: fact.side, length },
      fact.limit !== undefined,
    );
    if (bucket === null) continue;
    if (fact.limit !== undefined) pool.buckets.tell(bucket, { kind: 'limit', amount: fact.limit }, now);
    if (fact.remaining !== undefined)
      pool.buckets.tell(bucket, { kind: 'remaining', amount: fact.remaining }, now);
    if (fact.resetAt !== undefined) pool.buckets.tell(bucket, { kind: 'window_end', at: fact.resetAt }, now);
  }
}

/** The provider refused for quota. */
export type Refusal = Classification & { readonly class: 'rate_limited' | 'quota_spent' };

/** What a refusal tells of limits. Called after the refused call was given back, so that counts are what was served. */
export function learnFromRefusal(pool: Pool, lane: Lane, refusal: Refusal, now: number): void {
  const unit = refusal.unit ?? 'requests';
  const length = refusal.window ?? (refusal.class === 'rate_limited' ? 'minute' : null);
  if (length === null) return;
  const bucket = bucketFor(pool, lane, { unit, side: 'all', length }, refusal.limit !== undefined);
  if (bucket === null) {
    if (unit === 'requests' && length === 'minute') learnFromMeter(pool, lane, now);
    return;
  }
  if (refusal.limit !== undefined) pool.buckets.tell(bucket, { kind: 'limit', amount: refusal.limit }, now);
  else pool.buckets.tell(bucket, { kind: 'refused', used: usedNow(bucket, now) }, now);
  const stated =
    refusal.limit !== undefined && refusal.used !== undefined ? refusal.limit - refusal.used : null;
  if (stated !== null) pool.buckets.tell(bucket, { kind: 'remaining', amount: Math.max(0, stated) }, now);
  else if (refusal.untilAt === null || refusal.untilAt <= now)
    pool.buckets.tell(bucket, { kind: 'drained' }, now);
}

/** True when what we know of the lane's limits makes the refusal no surprise. */
export function explains(lane: Lane, refusal: Refusal, now: number): boolean {
  if (refusal.limit !== undefined || refusal.class === 'quota_spent') return true;
  return lane.buckets.some((bucket) => limitOf(bucket, now) !== Infinity && spareOf(bucket, now) < 1);
}

/** Nothing was known and the provider refused: what was served in the last minute is the limit. */
function learnFromMeter(pool: Pool, lane: Lane, now: number): void {
  const meter = lane.buckets.find(isMeter);
  if (meter === undefined) return;
  const served = usedNow(meter, now);
  if (served < leastLearned) return;
  const bucket = addLearned(pool, lane, { unit: 'requests', side: 'all', length: 'minute' });
  pool.buckets.tell(bucket, { kind: 'limit', amount: served }, now);
  pool.buckets.tell(bucket, { kind: 'drained' }, now);
}

function usedNow(bucket: Bucket, now: number): number {
  return usedOf(bucket, limitOf(bucket, now), now);
}

/** The lane's bucket for a limit: the model's own before the group's; made when `make` and none is there. */
function bucketFor(pool: Pool, lane: Lane, { unit, side, length }: Place, make: boolean): Bucket | null {
  const same = lane.buckets.filter(
    (bucket) =>
      !isMeter(bucket) &&
      bucket.spec.unit === unit &&
      bucket.spec.side === side &&
      windowLength(bucket.spec.window) === length,
  );
  const own = same.find((bucket) => bucket.spec.group === lane.node.model.id) ?? same[0];
  if (own !== undefined) return own;
  return make ? addLearned(pool, lane, { unit, side, length }) : null;
}

function addLearned(pool: Pool, lane: Lane, { unit, side, length }: Place): Bucket {
  const { spec } = lane.node.provider;
  const window = spec.windows[length] ?? spec.def.quota.windows[length] ?? { kind: 'rolling', length };
  const bucket = pool.buckets.of(learnedSpec(lane.key, lane.node, { unit, side, window }));
  for (const buckets of listsSharing(lane)) if (!buckets.includes(bucket)) buckets.push(bucket);
  return bucket;
}

/** The bucket lists of all lanes that drink from what is learned of this one: its account may count several models as one. */
function listsSharing({ key, node, buckets }: Lane): Bucket[][] {
  const { laneBuckets, models } = node.provider;
  const owner = `${ownerOf(key)}|`;
  const group = learnedGroup(node);
  const shared = [...laneBuckets].filter(([id]) => {
    const other = id.startsWith(owner) ? models.get(id.slice(owner.length)) : undefined;
    return other !== undefined && learnedGroup(other) === group;
  });
  return [buckets, ...shared.map(([, list]) => list)];
}

/** The header does not name its window: what ends within a good minute is the minute's. */
function statedLength(fact: RateFact, now: number): WindowLength | null {
  if (fact.resetAt === undefined) return null;
  return fact.resetAt - now <= 65_000 ? 'minute' : 'day';
}
