import type { Limit, LimitGroup, TokenSide, Unit, Window } from '../catalog/types.ts';
import type { Bucket, BucketNews, BucketSpec } from './bucket.ts';
import type { KeyNode, ModelNode, PlainLimit } from './nodes.ts';
import { lengthMs } from './windows.ts';

/** ms that a call may need until the provider counts it; for short windows a part of the window. */
const transitMs = 250;

/** What a limit counts. */
interface Counts {
  readonly unit: Unit;
  readonly side?: TokenSide;
  readonly window: Window;
}

/** The ledger's part: the one bucket of an id. */
export interface Buckets {
  /** Made if it is new. */
  of(spec: BucketSpec): Bucket;
  /** Buckets without a declared limit that headers or refusals made known, in an earlier life too. */
  learnedFor(provider: string, owner: string, group: string): readonly Bucket[];
  /** Every bucket that an owner has had, in an earlier life too, whatever its limit is today. Grows at its end. */
  ofOwner(provider: string, owner: string): readonly Bucket[];
  /** Applies what an answer told, and keeps it over a crash. */
  tell(bucket: Bucket, news: BucketNews, now: number): void;
}

/** All limits that a call over this key and model drinks from, by catalog and noria.yaml. */
export function bucketsOf(key: KeyNode, node: ModelNode, buckets: Buckets): Bucket[] {
  const { spec } = node.provider;
  const own = spec.modelLimits.get(node.model.id);
  const found: Bucket[] = [];
  const add = (
    limits: readonly (PlainLimit | Limit)[],
    group: string,
    source: 'declared' | 'configured',
  ): void => {
    for (const limit of limits) found.push(buckets.of(specOf(key, group, limit, source)));
  };
  if (spec.limits !== null) {
    add(spec.limits, '*', 'configured');
    add(own ?? [], node.model.id, 'configured');
  } else {
    const { groups, perModel } = spec.def.quota;
    for (const group of groups) if (inGroup(group, node.model.id)) add(group.limits, group.group, 'declared');
    if (own !== undefined) add(own, node.model.id, 'configured');
    else add(node.model.limits ?? perModel ?? [], node.model.id, 'declared');
  }
  for (const bucket of buckets.learnedFor(node.provider.id, ownerOf(key), learnedGroup(node))) {
    if (!found.includes(bucket)) found.push(bucket);
  }
  if (!found.some(countsRequestsByMinute)) found.push(buckets.of(meterSpec(key, node)));
  return found;
}

/** A bucket for a limit that only the provider's headers or refusals tell of. */
export function learnedSpec(key: KeyNode, node: ModelNode, limit: Counts): BucketSpec {
  return { ...identity(key, learnedGroup(node), limit), base: null };
}

/** Where nothing is known of requests a minute, they are counted all the same, so that a refusal can be learned from. */
function meterSpec(key: KeyNode, node: ModelNode): BucketSpec {
  const window: Window = { kind: 'rolling', length: 'minute' };
  const identified = identity(key, learnedGroup(node), { unit: 'requests', window });
  return { ...identified, id: `${identified.id}|meter`, base: null };
}

/** A meter counts what has no known limit; it never refuses. */
export function isMeter(bucket: Bucket): boolean {
  return bucket.spec.id.endsWith('|meter');
}

/** Providers that count an account over all its models do so for limits we learn, too. */
export function learnedGroup(node: ModelNode): string {
  const { spec } = node.provider;
  if (spec.limits !== null) return spec.modelLimits.has(node.model.id) ? node.model.id : '*';
  const { groups, perModel } = spec.def.quota;
  const byModel = perModel !== undefined || node.model.limits !== undefined || groups.length === 0;
  return byModel
    ? node.model.id
    : (groups.find((group) => inGroup(group, node.model.id))?.group ?? node.model.id);
}

function specOf(
  key: KeyNode,
  group: string,
  limit: PlainLimit | Limit,
  source: 'declared' | 'configured',
): BucketSpec {
  const base = { amount: limit.amount, source };
  return { ...identity(key, group, limit), base };
}

function identity(
  key: KeyNode,
  group: string,
  { unit, side = 'all', window }: Counts,
): Omit<BucketSpec, 'base'> {
  const provider = key.provider.id;
  const owner = ownerOf(key);
  const length = window.kind === 'in_flight' ? 'now' : window.length;
  return {
    id: [provider, owner, group, unit, side, length].join('|'),
    provider,
    owner,
    group,
    unit,
    side,
    window,
    guardMs: window.kind === 'in_flight' ? transitMs : Math.min(transitMs, lengthMs(window.length) / 8),
  };
}

/** Who owns the counters of a key: its account, nearly always. */
export function ownerOf(key: KeyNode): string {
  const { scope } = key.provider.spec.def.quota;
  switch (scope) {
    case 'account':
      return key.account.id;
    case 'key':
      return key.id;
    case 'ip':
      return 'ip';
    default:
      return scope satisfies never;
  }
}

function inGroup(group: LimitGroup, model: string): boolean {
  const { models } = group;
  if (models === undefined) return true;
  if ('suffix' in models) return model.endsWith(models.suffix);
  if ('prefix' in models) return model.startsWith(models.prefix);
  return models.includes(model);
}

function countsRequestsByMinute(bucket: Bucket): boolean {
  const { unit, window } = bucket.spec;
  return unit === 'requests' && window.kind !== 'in_flight' && window.length === 'minute';
}
