import type { ProviderNode } from '../../engine/nodes.ts';
import type { ProviderForecast, QuotaForecast } from '../../simulate/forecast.ts';
import { isoOrNull } from '../state/iso.ts';
import type { ProviderForecastView, QuotaForecastView } from '../views/forecast-view.ts';

export function presentForecast(
  { id, spec, models }: ProviderNode,
  ahead: ProviderForecast,
): ProviderForecastView {
  const { pace, size, quotas } = ahead;
  return {
    id,
    name: spec.def.name,
    keys: ahead.keys,
    accounts: ahead.accounts,
    pace: {
      requests_per_day: Math.round(pace.requestsPerDay),
      tokens_per_day: Math.round(pace.tokensPerDay),
    },
    call_size: {
      input_tokens: Math.round(size.inputTokens),
      output_tokens: Math.round(size.outputTokens),
      source: ahead.sizeSource,
    },
    quotas: quotas.map((quota) => presentQuota(quota, models)),
    runs_out_at: isoOrNull(ahead.runsOutAt),
    capacity_per_account: ahead.capacityPerAccount,
    another_account_adds: ahead.anotherAccountAdds,
    another_key_adds: ahead.anotherKeyAdds,
    scope: spec.def.quota.scope,
    why: ahead.why,
    terms: spec.def.terms,
  };
}

function presentQuota(
  { view, pacePerDay, runsOutAt }: QuotaForecast,
  models: ProviderNode['models'],
): QuotaForecastView {
  const { unit, side, window, group } = view.spec;
  return {
    unit,
    ...(side === 'all' ? {} : { side }),
    window: window.kind === 'in_flight' ? 'now' : window.length,
    kind: window.kind,
    ...(group === '*' ? {} : models.has(group) ? { model: group } : { group }),
    limit: rounded(view.limit),
    remaining: rounded(view.remaining),
    pace_per_day: rounded(pacePerDay),
    runs_out_at: isoOrNull(runsOutAt),
    resets_at: isoOrNull(view.resetsAt),
  };
}

/** Money keeps its fractions, whole units lose theirs. */
function rounded(amount: number): number {
  return amount < 10 ? Math.round(amount * 1e4) / 1e4 : Math.floor(amount);
}
