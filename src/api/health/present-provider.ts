import { quantile } from '../../engine/latency.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { countStatuses } from '../state/key-status.ts';
import { statusOfProvider } from '../state/provider-status.ts';
import type { ProviderHealthView } from '../views/health-view.ts';
import { providerSums } from '../state/quotas/provider-sums.ts';

export function presentProvider(pool: Pool, provider: ProviderNode, now: number): ProviderHealthView {
  const { id, keys, totalLatency, successes, failures } = provider;
  const calls = successes + failures;
  return {
    id,
    status: statusOfProvider(provider, now),
    keys: countStatuses(keys, now),
    quotas: providerSums(pool, provider, now).quotas,
    latency_ms: { p50: quantile(totalLatency, 0.5), p95: quantile(totalLatency, 0.95) },
    success_rate: calls === 0 ? null : Math.round((successes / calls) * 1_000) / 1_000,
  };
}
