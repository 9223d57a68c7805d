import type { KeyNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import type { QuotaView } from '../views/quota-view.ts';
import { accountBuckets, knownLimits } from './quotas/account-buckets.ts';
import { accountAmounts } from './quotas/account-amounts.ts';
import { presentQuota } from './quotas/present-quota.ts';

/** Every known limit of a key's account with what is left of it, each model's too. Makes no counters. */
export function accountQuotas(pool: Pool, key: KeyNode, now: number): QuotaView[] {
  const limits = knownLimits(key);
  const amounts = accountAmounts(limits, accountBuckets(pool, limits, key), now);
  return limits.slots.list.flatMap((slot, place) => {
    const amount = amounts[place];
    return amount === undefined || amount === null || amount.limit === 0 ? [] : [presentQuota(slot, amount)];
  });
}
