import type { ModelNode } from '../../../engine/nodes.ts';
import type { KnownLimits, PlacedBuckets } from './account-buckets.ts';
import { amountOf, type Amount } from './amounts.ts';

/** By the place of the limit; null = the account has no such limit, or nobody can use it. */
export type Amounts = readonly (Amount | null)[];

export function accountAmounts({ slots }: KnownLimits, buckets: PlacedBuckets, now: number): Amounts {
  return slots.list.map(({ models }, place) => {
    const bucket = buckets[place] ?? null;
    return bucket === null || models.every((node) => isAway(node, now)) ? null : amountOf(bucket, now);
  });
}

const hourMs = 3_600_000;

/** Gone, or not in the plan: what is out for so long is no allowance. */
function isAway({ bench }: ModelNode, now: number): boolean {
  return bench.untilAt > now + hourMs;
}
