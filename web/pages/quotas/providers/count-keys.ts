import type { AccountQuotaView, ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { keyStates, type KeyCounts } from './key-states.ts';

const none: KeyCounts = { ready: 0, cooling: 0, resting: 0, invalid: 0, disabled: 0 };

export function countKeys(keys: AccountQuotaView['keys']): KeyCounts {
  const counts = { ...none };
  for (const { status } of keys) counts[status] += 1;
  return counts;
}

/** Of all providers but the local ones: these have no keys to speak of. */
export function sumKeys(providers: readonly Pick<ProviderQuotaView, 'tier' | 'keys'>[]): KeyCounts {
  const sum = { ...none };
  for (const { tier, keys } of providers)
    if (tier !== 'local') for (const state of keyStates) sum[state] += keys[state];
  return sum;
}
