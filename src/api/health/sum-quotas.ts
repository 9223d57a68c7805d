import {
  bucketResetsAt,
  limitOf,
  sourceOf,
  spareOf,
  windowLength,
  type Bucket,
  type LimitSource,
} from '../../engine/bucket.ts';
import { isMeter, ownerOf } from '../../engine/lane-buckets.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import { laneOf, type Pool } from '../../engine/pool.ts';
import { chatModels } from '../../engine/model-steps.ts';
import { isWilling } from '../state/can-serve.ts';
import { isoOrNull } from '../state/iso.ts';

/** One limit of a provider, summed over its accounts. */
export interface Quota {
  readonly unit: string;
  /** `now` for what counts only running calls. */
  readonly window: string;
  /** The limit is this model's own. */
  readonly model?: string;
  /** The limit is of several models together, not of all. */
  readonly group?: string;
  readonly side?: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resets_at: string | null;
  readonly source: LimitSource;
}

/** Up to here the counters of keys not yet used are made, so that they show; beyond, only those seen. */
const mostKeysMade = 50;

/** Every known limit of the usable keys. Counters without a limit are left out, and so are models this plan grants nothing of. */
export function sumQuotas(pool: Pool, provider: ProviderNode, now: number): Quota[] {
  const keys = provider.keys.filter(isWilling);
  if (keys.length <= mostKeysMade)
    for (const node of chatModels(provider)) for (const key of keys) laneOf(pool, key, node);
  const owners = new Set(keys.map(ownerOf));
  const groups = new Map<string, Bucket[]>();
  for (const bucket of new Set([...provider.laneBuckets.values()].flat())) {
    const { owner, group, unit, side, window } = bucket.spec;
    const limit = limitOf(bucket, now);
    if (!owners.has(owner) || isMeter(bucket) || limit === Infinity || limit === 0) continue;
    const id = [group, unit, side, windowLength(window)].join('|');
    const same = groups.get(id);
    if (same === undefined) groups.set(id, [bucket]);
    else same.push(bucket);
  }
  return [...groups.values()].map((same) => sumOf(provider, same, now));
}

function sumOf(provider: ProviderNode, [first, ...others]: readonly Bucket[], now: number): Quota {
  if (first === undefined) throw new Error('a quota without a bucket');
  const all = [first, ...others];
  const { unit, side, window, group } = first.spec;
  const limit = sum(all, (bucket) => limitOf(bucket, now));
  const remaining = rounded(
    unit,
    sum(all, (bucket) => Math.max(0, spareOf(bucket, now))),
  );
  const used = all.filter((bucket) => spareOf(bucket, now) < limitOf(bucket, now));
  const resets = used.map((bucket) => bucketResetsAt(bucket, now)).filter((at) => at !== null);
  return {
    unit,
    window: windowLength(window) ?? 'now',
    ...placeOf(provider, group),
    ...(side === 'all' ? {} : { side }),
    limit: rounded('usd', limit),
    used: rounded('usd', limit - remaining),
    remaining,
    resets_at: isoOrNull(resets.length === 0 ? null : Math.min(...resets)),
    source: weakest(all.map((bucket) => sourceOf(bucket, now))),
  };
}

function placeOf(provider: ProviderNode, group: string): { model?: string; group?: string } {
  if (group === '*') return {};
  return provider.models.has(group) ? { model: group } : { group };
}

/** What is learned of one account says that the figure is not all declared. */
function weakest(sources: readonly (LimitSource | null)[]): LimitSource {
  if (sources.includes('learned')) return 'learned';
  return sources.includes('configured') ? 'configured' : 'declared';
}

/** Whole units: a third of a request is none. Money keeps its fractions. */
function rounded(unit: string, amount: number): number {
  return unit === 'usd' ? Math.round(amount * 1e6) / 1e6 : Math.floor(amount + 1e-6);
}

function sum(buckets: readonly Bucket[], amountOf: (bucket: Bucket) => number): number {
  return buckets.reduce((total, bucket) => total + amountOf(bucket), 0);
}
