import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import type { ApiContext } from '../api-context.ts';
import type { AccountQuotasView, AccountQuotaView } from '../views/quota-view.ts';
import { iso } from './iso.ts';
import { statusOfKey } from './key-status.ts';
import { accountsOf, type ProviderAccount } from './provider-accounts.ts';
import { presentLeft } from './quotas/present-left.ts';
import { sumsOfKeys } from './quotas/provider-sums.ts';

export interface AccountPage {
  readonly offset: number;
  readonly limit: number;
}

/** One page of a provider's accounts. Their figures add up to the provider's: what cannot be used has none. */
export function accountQuotasView(
  context: Pick<ApiContext, 'pool' | 'tally'>,
  provider: ProviderNode,
  { offset, limit }: AccountPage,
  now: number,
): AccountQuotasView {
  const accounts = accountsOf(provider);
  return {
    at: iso(now),
    provider: provider.id,
    accounts: accounts.slice(offset, offset + limit).map((account) => presentAccount(context, account, now)),
    total: accounts.length,
  };
}

function presentAccount(
  { pool, tally }: Pick<ApiContext, 'pool' | 'tally'>,
  { name, keys }: ProviderAccount,
  now: number,
): AccountQuotaView {
  const { quotas, left } = sumsOfKeys(pool, keys, now);
  return {
    account: name,
    keys: keys.map((key) => presentKeyOfAccount(tally, key, now)),
    left: presentLeft(left),
    quotas,
  };
}

function presentKeyOfAccount(
  tally: ApiContext['tally'],
  key: KeyNode,
  now: number,
): AccountQuotaView['keys'][number] {
  const { masked, label } = key.spec;
  return {
    id: key.id,
    masked,
    label,
    status: statusOfKey(key, now),
    served_today: tally.keyToday(key.id).successes,
  };
}
