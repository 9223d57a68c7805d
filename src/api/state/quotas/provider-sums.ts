import { isUsable } from '../../../engine/choose.ts';
import { ownerOf } from '../../../engine/lane-buckets.ts';
import type { KeyNode, ProviderNode } from '../../../engine/nodes.ts';
import type { Pool } from '../../../engine/pool.ts';
import { isSwitchedOff } from '../../../keyring/provider-settings.ts';
import type { QuotaView } from '../../views/quota-view.ts';
import { isWilling } from '../can-serve.ts';
import { accountAmounts, type Amounts } from './account-amounts.ts';
import {
  accountBuckets,
  knownLimits,
  shapesOf,
  type KnownLimits,
  type PlacedBuckets,
} from './account-buckets.ts';
import { addAmounts, type Amount } from './amounts.ts';
import { addLeft, leftOf, type Left } from './left-of.ts';
import { presentQuota } from './present-quota.ts';

/** What some keys of a provider may take together. */
export interface QuotaSums {
  readonly quotas: readonly QuotaView[];
  readonly left: readonly Left[];
}

/** Of all its keys. Those that are invalid, paused or of a provider that is switched off may take nothing. */
export function providerSums(pool: Pool, provider: ProviderNode, now: number): QuotaSums {
  return sumsOfKeys(pool, provider.keys, now);
}

/** Keys of one provider. Those that share their counters count once. */
export function sumsOfKeys(pool: Pool, keys: readonly KeyNode[], now: number): QuotaSums {
  const owners = oneOfEachOwner(keys.filter(mayTake));
  const [first] = owners;
  if (first === undefined) return { quotas: [], left: [] };
  const limits = knownLimits(first);
  const untouched = sumOf(limits, limits.fresh, now);
  const sums = owners.map((key) => {
    const buckets = accountBuckets(pool, limits, key);
    return buckets === limits.fresh ? untouched : sumOf(limits, buckets, now);
  });
  return {
    quotas: presentAll(limits, sums),
    left: addLeft(sums.flatMap(({ left }) => left)),
  };
}

function mayTake(key: KeyNode): boolean {
  return isWilling(key) && isUsable(key.provider) && !isSwitchedOff(key.provider);
}

function oneOfEachOwner(keys: readonly KeyNode[]): KeyNode[] {
  return [...new Map(keys.map((key) => [ownerOf(key), key])).values()];
}

/** What one owner of counters may take. */
interface OwnerSum {
  readonly amounts: Amounts;
  readonly left: readonly Left[];
}

function sumOf(limits: KnownLimits, buckets: PlacedBuckets, now: number): OwnerSum {
  const amounts = accountAmounts(limits, buckets, now);
  return { amounts, left: leftOf(shapesOf(limits), amounts) };
}

function presentAll({ slots }: KnownLimits, sums: readonly OwnerSum[]): QuotaView[] {
  return slots.list.flatMap((slot, place) => {
    let total: Amount | null = null;
    for (const { amounts } of sums) {
      const amount = amounts[place] ?? null;
      if (amount !== null) total = total === null ? amount : addAmounts(total, amount);
    }
    return total === null || total.limit === 0 ? [] : [presentQuota(slot, total)];
  });
}
