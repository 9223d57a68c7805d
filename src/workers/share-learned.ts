import type { Bucket } from '../engine/bucket.ts';
import { learnedGroup } from '../engine/lane-buckets.ts';
import type { Pool } from '../engine/pool.ts';

/** A limit was learned elsewhere: puts its bucket into the lists of all lanes that drink from it. */
export function shareLearned(pool: Pool, bucket: Bucket): void {
  const { provider: id, owner, group } = bucket.spec;
  const provider = pool.providers.get(id);
  if (provider === undefined) return;
  const place = `${owner}|`;
  for (const [name, buckets] of provider.laneBuckets) {
    const node = name.startsWith(place) ? provider.models.get(name.slice(place.length)) : undefined;
    if (node !== undefined && learnedGroup(node) === group && !buckets.includes(bucket)) buckets.push(bucket);
  }
}
