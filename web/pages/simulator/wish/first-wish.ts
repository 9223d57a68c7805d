import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import type { DayWish } from './day-wish.ts';

const usualRequests = 5_000;
const exampleProviders = 4;

/** What the page starts from: the accounts that are here, or an example where there are none. */
export function firstWish(
  quotas: Pick<QuotasView, 'providers' | 'local_fallback'>,
  choices: readonly ProviderView[],
): { readonly wish: DayWish; readonly isExample: boolean } {
  const owned = ownedAccounts(quotas, choices);
  const isExample = Object.keys(owned).length === 0;
  return {
    isExample,
    wish: {
      requestsPerDay: usualRequests,
      hours: 24,
      shape: 'day',
      accounts: isExample ? example(choices) : owned,
      local: quotas.local_fallback.ready,
      localAtOnce: null,
    },
  };
}

/** Keys that are refused or switched off bring nothing. */
function ownedAccounts(
  { providers }: Pick<QuotasView, 'providers'>,
  choices: readonly ProviderView[],
): Record<string, number> {
  const known = new Set(choices.map(({ id }) => id));
  return Object.fromEntries(
    providers.flatMap(({ id, accounts, keys }) => {
      const count = Math.min(accounts, keys.ready + keys.cooling + keys.resting);
      return known.has(id) && count > 0 ? [[id, count]] : [];
    }),
  );
}

function example(choices: readonly ProviderView[]): Record<string, number> {
  const first = choices
    .filter(({ tier, order }) => tier === 'free' && order !== null)
    .toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0))
    .slice(0, exampleProviders);
  return Object.fromEntries(first.map(({ id }) => [id, 1]));
}

/** Who can be simulated: providers of chats in the cloud that are still there. */
export function choicesOf(providers: readonly ProviderView[], simulated: string | null): ProviderView[] {
  return providers.filter(
    ({ id, tier, enabled, retired, models }) =>
      tier !== 'local' &&
      enabled &&
      retired === null &&
      id !== simulated &&
      models.some(({ purpose }) => purpose === 'chat'),
  );
}
