import type { ProviderNode } from '../../engine/nodes.ts';
import { providerServes } from './can-serve.ts';
import { countStatuses, type KeyStatus } from './key-status.ts';

export type ProviderStatus = KeyStatus | 'down';

/** `down`: its keys are well and it cannot serve all the same; else what most of its keys' ways end in. */
export function statusOfProvider(
  provider: ProviderNode,
  now: number,
  counts: Readonly<Record<KeyStatus, number>> = countStatuses(provider.keys, now),
): ProviderStatus {
  if (provider.bench.untilAt === Infinity) return 'disabled';
  if (providerServes(provider, now)) return 'ready';
  if (counts.ready > 0) return 'down';
  if (counts.cooling > 0) return 'cooling';
  if (counts.resting > 0) return 'resting';
  return counts.invalid > 0 ? 'invalid' : 'disabled';
}
