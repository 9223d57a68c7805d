import type { ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';

export type KeyCountsView = ProviderQuotaView['keys'];

/** Of all providers but the local ones: these have no keys to speak of. */
export function sumKeys(providers: readonly Pick<ProviderQuotaView, 'tier' | 'keys'>[]): KeyCountsView {
  return providers
    .filter(({ tier }) => tier !== 'local')
    .reduce(
      (sum, { keys }) => ({
        ready: sum.ready + keys.ready,
        cooling: sum.cooling + keys.cooling,
        resting: sum.resting + keys.resting,
        invalid: sum.invalid + keys.invalid,
        disabled: sum.disabled + keys.disabled,
      }),
      { ready: 0, cooling: 0, resting: 0, invalid: 0, disabled: 0 },
    );
}
