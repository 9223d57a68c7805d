import { isBenched } from '../../engine/bench.ts';
import { admits, type Breaker } from '../../engine/breaker.ts';
import { bucketFreesAt, limitOf, spareOf, type Bucket } from '../../engine/bucket.ts';
import { isUsable } from '../../engine/choose.ts';
import { ownerOf } from '../../engine/lane-buckets.ts';
import type { KeyNode, ModelNode, ProviderNode } from '../../engine/nodes.ts';
import { chatModels } from '../../engine/model-steps.ts';

/** Who could take a small request now. Only looks: makes no lanes and moves no cursor, unlike choosing. */

export function providerServes(provider: ProviderNode, now: number): boolean {
  return isUsable(provider) && chatModels(provider).some((node) => modelServes(node, now));
}

export function modelServes(node: ModelNode, now: number): boolean {
  const { provider, bench } = node;
  if (isBenched(provider.bench, now) || isBenched(bench, now) || !isUp(provider.breaker, now)) return false;
  return provider.keys.some((key) => keyIsUp(key, now) && laneServes(key, node, now));
}

/** Neither disabled, invalid, cooling nor resting. */
export function keyIsUp(key: KeyNode, now: number): boolean {
  return (
    isWilling(key) &&
    !isBenched(key.bench, now) &&
    !isBenched(key.account.bench, now) &&
    isUp(key.breaker, now)
  );
}

/** A ramp that is full for the moment is no rest. */
export function isUp(breaker: Breaker, now: number): boolean {
  return breaker.state === 'ramp' || admits(breaker, now);
}

export function isWilling(key: KeyNode): boolean {
  return key.enabled && key.invalid === null;
}

/** Nothing that the key's account has with this model stands in the way: neither a refusal nor a spent limit. */
export function laneServes(key: KeyNode, node: ModelNode, now: number): boolean {
  const lane = node.lanes.get(key.id);
  const accountModel = key.account.modelBenches.get(node.model.id);
  if (
    (lane !== undefined && isBenched(lane.bench, now)) ||
    (accountModel !== undefined && isBenched(accountModel, now))
  )
    return false;
  return bucketsSeen(key, node).every((bucket) => hasSpare(bucket, now));
}

/** Epoch ms, in whole seconds, from which nothing of that stands in the way any more; Infinity when no clock ends it. */
export function laneServesAt(key: KeyNode, node: ModelNode, now: number): number {
  const benches = [node.lanes.get(key.id)?.bench, key.account.modelBenches.get(node.model.id)];
  const buckets = bucketsSeen(key, node).filter((bucket) => !hasSpare(bucket, now));
  const at = Math.max(
    now,
    ...benches.map((bench) => bench?.untilAt ?? now),
    ...buckets.map((bucket) => bucketFreesAt(bucket, leastOf(bucket), now)),
  );
  // What refills is back at a fraction that differs from look to look.
  return Math.ceil(at / 1_000) * 1_000;
}

/** The limits of a key and a model as far as they are known: none before the first use. */
export function bucketsSeen(key: KeyNode, node: ModelNode): readonly Bucket[] {
  return node.provider.laneBuckets.get(`${ownerOf(key)}|${node.model.id}`) ?? [];
}

function hasSpare(bucket: Bucket, now: number): boolean {
  // What is running now ends by itself: a full queue still serves.
  if (bucket.spec.unit === 'concurrent') return limitOf(bucket, now) > 0;
  return spareOf(bucket, now) >= leastOf(bucket);
}

/** Less than this is nothing. */
function leastOf({ spec }: Bucket): number {
  return spec.unit === 'usd' ? Number.EPSILON : 1;
}
