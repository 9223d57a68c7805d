import { hasSameLimit, type Bucket } from '../../../engine/bucket.ts';
import { bucketsOf, isMeter, ownerOf } from '../../../engine/lane-buckets.ts';
import type { KeyNode, ProviderNode } from '../../../engine/nodes.ts';
import type { Pool } from '../../../engine/pool.ts';
import { leftShapes, type LeftShape } from './left-shape.ts';
import { placeOf, statedSlots, type LimitSlots } from './limit-slots.ts';

/** Buckets by the place of their limit; null = this account has no such limit. */
export type PlacedBuckets = readonly (Bucket | null | undefined)[];

/** What is known of a provider's limits and of whose buckets they are: looked up once, read every second. */
export interface KnownLimits {
  readonly slots: LimitSlots;
  readonly models: number;
  /** Of an account that has used nothing. */
  readonly fresh: PlacedBuckets;
  readonly accounts: Map<string, Placed>;
  shapes: readonly LeftShape[];
  /** How many limits there were when `shapes` was drawn. */
  shaped: number;
}

interface Placed {
  readonly buckets: (Bucket | null | undefined)[];
  /** How many of the owner's buckets have been looked at. */
  seen: number;
  /** That the provider had no place for. */
  readonly strays: Bucket[];
}

/** A provider with other settings is another node; models are only ever added. */
const known = new WeakMap<ProviderNode, KnownLimits>();

/** `key` is any of the provider's. */
export function knownLimits(key: KeyNode): KnownLimits {
  const { provider } = key;
  const before = known.get(provider);
  if (before?.models === provider.models.size) return before;
  const slots = statedSlots(key);
  const fresh = slots.list.map((slot) => slot.fresh);
  const limits = { slots, models: provider.models.size, fresh, accounts: new Map(), shapes: [], shaped: 0 };
  known.set(provider, limits);
  return limits;
}

/** Drawn anew when a limit was learned. */
export function shapesOf(limits: KnownLimits): readonly LeftShape[] {
  const { slots } = limits;
  if (limits.shaped !== slots.list.length) {
    limits.shapes = leftShapes(slots);
    limits.shaped = slots.list.length;
  }
  return limits.shapes;
}

/**
 * The buckets of a key's account: its own where it has used any, else as they are before the first use. Nothing is made
 * in the ledger, and an account that has not changed costs one look.
 */
export function accountBuckets(pool: Pool, limits: KnownLimits, key: KeyNode): PlacedBuckets {
  const owner = ownerOf(key);
  const owned = pool.buckets.ofOwner(key.provider.id, owner);
  if (owned.length === 0) return limits.fresh;
  let placed = limits.accounts.get(owner);
  if (placed === undefined) {
    placed = { buckets: [...limits.fresh], seen: 0, strays: [] };
    limits.accounts.set(owner, placed);
  }
  if (placed.strays.length > 0)
    for (const bucket of placed.strays.splice(0)) place(pool, limits, placed, { key, bucket });
  for (; placed.seen < owned.length; placed.seen += 1) {
    const bucket = owned[placed.seen];
    if (bucket !== undefined && !isMeter(bucket)) place(pool, limits, placed, { key, bucket });
  }
  return placed.buckets;
}

function place(
  pool: Pool,
  { slots }: KnownLimits,
  placed: Placed,
  { key, bucket }: { readonly key: KeyNode; readonly bucket: Bucket },
): void {
  const at = placeOf(slots, key.provider, bucket);
  const slot = at === null ? undefined : slots.list[at];
  // A limit that was stated once and is no more holds nobody, until somebody learns it for this account too.
  const isPast = slot?.spec.base === null && bucket.spec.base !== null;
  if (at === null || slot === undefined || isPast) {
    placed.strays.push(bucket);
    return;
  }
  // The owner has changed the limit, and nobody has called since: the ledger is told now.
  const [node] = slot.models;
  if (slot.spec.base !== null && node !== undefined && !hasSameLimit(slot.spec, bucket.spec))
    bucketsOf(key, node, pool.buckets);
  placed.buckets[at] = bucket;
}
