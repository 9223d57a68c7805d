import type { ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { providerServes } from '../state/can-serve.ts';
import { countStatuses, type KeyStatus } from '../state/key-status.ts';

export type ProviderStatus = KeyStatus | 'down';

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

/** `down`: its keys are well and it cannot serve all the same; else what most of its keys' ways end in. */
export function statusOfProvider(provider: ProviderNode, now: number): ProviderStatus {
  if (provider.bench.untilAt === Infinity) return 'disabled';
  if (providerServes(provider, now)) return 'ready';
  const counts = countStatuses(provider.keys, now);
  if (counts.ready > 0) return 'down';
  if (counts.cooling > 0) return 'cooling';
  if (counts.resting > 0) return 'resting';
  return counts.invalid > 0 ? 'invalid' : 'disabled';
}
