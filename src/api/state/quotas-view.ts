import type { ProviderNode } from '../../engine/nodes.ts';
import type { ApiContext } from '../api-context.ts';
import type { ProviderQuotaView, QuotasView } from '../views/quota-view.ts';
import { activeProvider } from './active-provider.ts';
import { countStatuses } from './key-status.ts';
import { localFallback } from './local-fallback.ts';
import { accountsOf } from './provider-accounts.ts';
import { statusOfProvider } from './provider-status.ts';
import { iso } from './iso.ts';
import { addLeft, type Left } from './quotas/left-of.ts';
import { presentLeft } from './quotas/present-left.ts';
import { providerSums } from './quotas/provider-sums.ts';

export type QuotasContext = Pick<ApiContext, 'pool' | 'routing' | 'tally'>;

/** What is left now, over all and of each provider that has a key. Only looks: sent every second to whoever watches. */
export function quotasView(context: QuotasContext, now: number): QuotasView {
  const providers = [...context.pool.providers.values()].filter(({ keys }) => keys.length > 0);
  const shown = providers.map((provider) => sumsOf(context, provider, now));
  return {
    at: iso(now),
    active_provider: activeProvider(context, now),
    local_fallback: localFallback(context, now),
    today: context.tally.today(),
    totals: presentLeft(addLeft(shown.flatMap(({ left }) => left))),
    providers: shown.map(({ view }) => view),
  };
}

function sumsOf(
  { pool, tally }: QuotasContext,
  provider: ProviderNode,
  now: number,
): { readonly view: ProviderQuotaView; readonly left: readonly Left[] } {
  const { id, keys, spec } = provider;
  const { quotas, left } = providerSums(pool, provider, now);
  const counts = countStatuses(keys, now);
  const view: ProviderQuotaView = {
    id,
    name: spec.def.name,
    tier: tierOf(provider),
    status: statusOfProvider(provider, now, counts),
    keys: counts,
    accounts: accountsOf(provider).length,
    served_today: tally.servedToday(id),
    left: presentLeft(left),
    quotas,
  };
  return { view, left };
}

/** A trial costs nothing while it lasts. */
function tierOf({ spec }: ProviderNode): ProviderQuotaView['tier'] {
  const { tier } = spec.def;
  return tier === 'trial' ? 'free' : tier;
}
