import {
  bucketResetsAt,
  limitOf,
  sourceOf,
  spareOf,
  type Bucket,
  type LimitSource,
} from '../../../engine/bucket.ts';

/** What one limit comes to, of an account or summed over several. Its unit's whole amounts; money in millionths. */
export interface Amount {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms; null = nothing is used, or no clock ends it. */
  readonly resetsAt: number | null;
  readonly source: LimitSource;
}

/** null = no limit is known: the bucket only counts. */
export function amountOf(bucket: Bucket, now: number): Amount | null {
  const limit = limitOf(bucket, now);
  const source = sourceOf(bucket, now);
  if (limit === Infinity || source === null) return null;
  const spare = spareOf(bucket, now);
  return {
    limit: exact(limit),
    remaining: whole(bucket.spec.unit, Math.max(0, spare)),
    resetsAt: spare < limit ? bucketResetsAt(bucket, now) : null,
    source,
  };
}

export function addAmounts(one: Amount, other: Amount): Amount {
  return {
    limit: exact(one.limit + other.limit),
    remaining: exact(one.remaining + other.remaining),
    resetsAt: earlier(one.resetsAt, other.resetsAt),
    source: weaker(one.source, other.source),
  };
}

export function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** What floats lose would make sums differ from what they are the sums of. */
export function exact(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

/** A third of a request is none. Money keeps its fractions. */
function whole(unit: string, amount: number): number {
  return unit === 'usd' ? exact(amount) : Math.floor(amount + 1e-6);
}

/** What is learned of one account says that the figure is not all declared. */
function weaker(one: LimitSource, other: LimitSource): LimitSource {
  if (one === 'learned' || other === 'learned') return 'learned';
  return one === 'configured' || other === 'configured' ? 'configured' : 'declared';
}
