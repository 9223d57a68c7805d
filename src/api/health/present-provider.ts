import { quantile } from '../../engine/latency.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { countStatuses } from '../state/key-status.ts';
import { statusOfProvider } from './overall-status.ts';
import { sumQuotas } from './sum-quotas.ts';

export function presentProvider(pool: Pool, provider: ProviderNode, now: number): object {
  const { id, keys, totalLatency, successes, failures } = provider;
  const calls = successes + failures;
  return {
    id,
    status: statusOfProvider(provider, now),
    keys: countStatuses(keys, now),
    quotas: sumQuotas(pool, provider, now),
    latency_ms: { p50: quantile(totalLatency, 0.5), p95: quantile(totalLatency, 0.95) },
    success_rate: calls === 0 ? null : Math.round((successes / calls) * 1_000) / 1_000,
  };
}
