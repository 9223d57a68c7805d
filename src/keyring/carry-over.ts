import { limitOf, spareOf, windowLength, type Bucket } from '../engine/bucket.ts';
import { bucketsOf, isMeter, ownerOf } from '../engine/lane-buckets.ts';
import type { KeyNode, ModelNode, ProviderNode } from '../engine/nodes.ts';
import { laneOf, putModel, type Pool } from '../engine/pool.ts';
import { countersOf } from './removed-keys.ts';

/** A provider before it gets other settings: its keys leave it then. */
export interface Former {
  readonly node: ProviderNode;
  readonly keys: readonly KeyNode[];
  readonly active: KeyNode | null;
}

export function formerOf(node: ProviderNode): Former {
  return { node, keys: [...node.keys], active: node.active };
}

/**
 * A provider with other settings is another node, and so are its keys: what the former ones have learned and done goes
 * over to them. `now` in epoch ms.
 */
export function carryOver(
  pool: Pool,
  { node: old, keys, active }: Former,
  node: ProviderNode,
  now: number,
): void {
  Object.assign(node.bench, old.bench);
  Object.assign(node.totalLatency, old.totalLatency);
  node.breaker = old.breaker;
  node.successes = old.successes;
  node.failures = old.failures;
  for (const key of keys) carryKey(pool, key);
  node.active = active === null ? null : (pool.keys.get(active.id) ?? null);
  const learned = [...old.models.values()].filter(({ model }) => !old.spec.models.includes(model));
  for (const { model } of learned) putModel(pool, node, model);
  for (const model of old.models.values()) {
    const same = node.models.get(model.model.id);
    if (same !== undefined) carryModel(pool, model, same);
  }
  carryUse(pool, node, now);
}

function carryKey(pool: Pool, old: KeyNode): void {
  const key = pool.keys.get(old.id);
  if (key === undefined) return;
  Object.assign(key, countersOf(old));
  Object.assign(key.bench, old.bench);
  Object.assign(key.account.bench, old.account.bench);
  key.breaker = old.breaker;
}

function carryModel(pool: Pool, old: ModelNode, node: ModelNode): void {
  Object.assign(node.pace, old.pace);
  Object.assign(node.tokens, old.tokens);
  Object.assign(node.bench, old.bench);
  for (const param of old.refusedParams) node.refusedParams.add(param);
  node.mostOutput = old.mostOutput;
  node.cursor = old.cursor;
  for (const lane of old.lanes.values()) {
    const key = pool.keys.get(lane.key.id);
    if (key === undefined) continue;
    const same = laneOf(pool, key, node);
    Object.assign(same.bench, lane.bench);
    Object.assign(same.accountModel, lane.accountModel);
    same.pace = lane.pace;
  }
}

/**
 * The owner's limits are of all models together, the catalog's often of each: what the models have used today counts in
 * the limit that takes their place. It only ever takes away.
 */
function carryUse(pool: Pool, node: ProviderNode, now: number): void {
  const [model] = node.models.values();
  if (node.spec.limits === null || model === undefined) return;
  const keys = new Map(node.keys.map((key) => [ownerOf(key), key]));
  for (const [owner, key] of keys) {
    const parts = pool.buckets
      .ofOwner(node.id, owner)
      .filter((bucket) => bucket.spec.group !== '*' && !isMeter(bucket));
    if (parts.length === 0) continue;
    for (const whole of bucketsOf(key, model, pool.buckets)) {
      if (whole.spec.group !== '*' || whole.spec.base === null) continue;
      const used = usedIn(parts, whole, now);
      if (used > 0)
        pool.buckets.tell(whole, { kind: 'remaining', amount: Math.max(0, limitOf(whole, now) - used) }, now);
    }
  }
}

function usedIn(parts: readonly Bucket[], { spec }: Bucket, now: number): number {
  return parts
    .filter((part) => isSame(part.spec, spec) && limitOf(part, now) !== Infinity)
    .reduce((sum, part) => sum + Math.max(0, limitOf(part, now) - spareOf(part, now)), 0);
}

function isSame(one: Bucket['spec'], other: Bucket['spec']): boolean {
  return (
    one.unit === other.unit &&
    one.side === other.side &&
    windowLength(one.window) === windowLength(other.window)
  );
}
