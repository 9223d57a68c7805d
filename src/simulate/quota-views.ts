import type { Window } from '../catalog/types.ts';
import { bucketResetsAt, limitOf, spareOf, type Bucket, type BucketSpec } from '../engine/bucket.ts';
import { isMeter } from '../engine/lane-buckets.ts';
import type { KeyNode, ModelNode, ProviderNode } from '../engine/nodes.ts';
import { laneOf, type Pool } from '../engine/pool.ts';
import { chatModels } from '../engine/model-steps.ts';

/** One limit of a provider over all its accounts, and the models that drink from it. */
export interface QuotaView {
  /** Of one of the accounts; unit, side, window and group are the same for all. */
  readonly spec: BucketSpec;
  readonly models: readonly string[];
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms at which the first account is whole again; null = nothing is used, and no calendar says when. */
  readonly resetsAt: number | null;
}

/** What the usable keys of a provider may take, as the engine knows it now: declared, configured and learned. */
export function quotaViews(pool: Pool, provider: ProviderNode, now: number): QuotaView[] {
  const buckets = new Map<Bucket, Set<string>>();
  for (const node of chatModels(provider)) {
    if (isAway(node, now)) continue;
    for (const key of ofEachAccount(provider.keys.filter(isUsable))) {
      for (const bucket of laneOf(pool, key, node).buckets) {
        if (isMeter(bucket) || limitOf(bucket, now) === Infinity) continue;
        buckets.set(bucket, (buckets.get(bucket) ?? new Set()).add(node.model.id));
      }
    }
  }
  const groups = Map.groupBy(buckets, ([{ spec }]) =>
    [spec.group, spec.unit, spec.side, lengthOf(spec.window)].join('|'),
  );
  return [...groups.values()].flatMap((same) => viewOf(same, now));
}

export function isUsable({ enabled, invalid }: KeyNode): boolean {
  return enabled && invalid === null;
}

/** Counters of a key's own are as many as keys; all others are the account's. */
function ofEachAccount(keys: readonly KeyNode[]): KeyNode[] {
  const seen = new Set<unknown>();
  return keys.filter(({ account, provider, id }) => {
    const owner = provider.spec.def.quota.scope === 'key' ? id : account;
    return !seen.has(owner) && seen.add(owner);
  });
}

const hourMs = 3_600_000;

/** Gone, or not in the plan: what is out for so long is no capacity. */
function isAway({ bench }: ModelNode, now: number): boolean {
  return bench.untilAt > now + hourMs;
}

function lengthOf(window: Window): string {
  return window.kind === 'in_flight' ? 'now' : window.length;
}

function viewOf(same: readonly (readonly [Bucket, ReadonlySet<string>])[], now: number): QuotaView[] {
  const [first] = same;
  if (first === undefined) return [];
  const all = same.map(([bucket]) => bucket);
  const isCalendar = first[0].spec.window.kind === 'fixed';
  const used = all.filter((bucket) => isCalendar || spareOf(bucket, now) < limitOf(bucket, now));
  const resets = used.map((bucket) => bucketResetsAt(bucket, now)).filter((at) => at !== null);
  return [
    {
      spec: first[0].spec,
      models: [...new Set(same.flatMap(([, models]) => [...models]))],
      limit: all.reduce((sum, bucket) => sum + limitOf(bucket, now), 0),
      remaining: all.reduce((sum, bucket) => sum + Math.max(0, spareOf(bucket, now)), 0),
      resetsAt: resets.length === 0 ? null : Math.min(...resets),
    },
  ];
}
