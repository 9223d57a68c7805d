import type { Pool } from '../../engine/pool.ts';
import { statusOfProvider } from '../state/provider-status.ts';

/**
 * down = nothing can serve now; degraded = something can, but a provider that has keys and is not switched off cannot
 * (so that only the local one is left, perhaps); ok = all of them can.
 */
export function overallStatus(pool: Pool, now: number): 'ok' | 'degraded' | 'down' {
  const configured = [...pool.providers.values()].filter((provider) => provider.keys.length > 0);
  const statuses = configured
    .map((provider) => statusOfProvider(provider, now))
    .filter((status) => status !== 'disabled');
  if (!statuses.includes('ready')) return 'down';
  return statuses.every((status) => status === 'ready') ? 'ok' : 'degraded';
}
