import { createBucket, windowLength, type Bucket, type BucketSpec } from '../../../engine/bucket.ts';
import { bucketsOf, isMeter, learnedGroup, type Buckets } from '../../../engine/lane-buckets.ts';
import type { KeyNode, ModelNode, ProviderNode } from '../../../engine/nodes.ts';
import type { QuotaView } from '../../views/quota-view.ts';

/** One limit of a provider, as each of its accounts has it. */
export interface LimitSlot {
  /** Of one of the accounts: unit, side, window and group are the same for all. */
  readonly spec: BucketSpec;
  /** What it is called on a screen. */
  readonly name: Pick<QuotaView, 'unit' | 'window' | 'model' | 'group' | 'side'>;
  /** That drink from it. */
  readonly models: readonly ModelNode[];
  /** As it is before anybody has used it; null = shown once it is used: no catalog knows it, or its models are only asked by name. */
  readonly fresh: Bucket | null;
}

/** All limits of a provider, each in its place. What is learned of an account is added at the end. */
export interface LimitSlots {
  readonly list: LimitSlot[];
  readonly places: Map<string, number>;
}

/** Limits as catalog and owner state them; `key` is any of the provider's. Makes no counters. */
export function statedSlots(key: KeyNode): LimitSlots {
  const slots: LimitSlots = { list: [], places: new Map() };
  const models = [...key.provider.models.values()];
  const made = new Map<string, { bucket: Bucket; models: ModelNode[] }>();
  for (const node of models) {
    for (const bucket of bucketsOf(key, node, blank)) {
      if (isMeter(bucket)) continue;
      const id = idOf(bucket.spec);
      const known = made.get(id);
      if (known === undefined) made.set(id, { bucket, models: [node] });
      else known.models.push(node);
    }
  }
  for (const { bucket, models: drinking } of made.values()) {
    const fresh = drinking.some(isOffered) ? bucket : null;
    addSlot(slots, { spec: bucket.spec, models: drinking, fresh });
  }
  return slots;
}

/** The place of a bucket's limit; null = the provider has no such limit any more. */
export function placeOf(slots: LimitSlots, provider: ProviderNode, { spec }: Bucket): number | null {
  const known = slots.places.get(idOf(spec));
  if (known !== undefined) return known;
  if (spec.base !== null) return null;
  const models = [...provider.models.values()].filter((node) => learnedGroup(node) === spec.group);
  return models.length === 0 ? null : addSlot(slots, { spec, models, fresh: null });
}

function addSlot({ list, places }: LimitSlots, slot: Omit<LimitSlot, 'name'>): number {
  places.set(idOf(slot.spec), list.length);
  return list.push({ ...slot, name: nameOf(slot.spec, slot.models) }) - 1;
}

function nameOf({ unit, side, window, group }: BucketSpec, models: readonly ModelNode[]): LimitSlot['name'] {
  const isOfModel = models.some(({ model }) => model.id === group);
  return {
    unit,
    window: windowLength(window) ?? 'now',
    ...(group === '*' ? {} : isOfModel ? { model: group } : { group }),
    ...(side === 'all' ? {} : { side }),
  };
}

function idOf({ group, unit, side, window }: BucketSpec): string {
  return [group, unit, side, windowLength(window)].join('|');
}

/** What is only asked by name is no allowance before somebody has asked. */
function isOffered({ model }: ModelNode): boolean {
  return model.onlyWhenNamed !== true;
}

/** Buckets that nobody counts in. */
const blank: Buckets = {
  of: createBucket,
  learnedFor: () => [],
  ofOwner: () => [],
  tell: () => undefined,
};
