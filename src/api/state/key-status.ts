import { admitsAt } from '../../engine/breaker.ts';
import type { KeyNode } from '../../engine/nodes.ts';
import { chatModels } from '../../engine/model-steps.ts';
import { isUp, keyIsUp, laneServes, laneServesAt } from './can-serve.ts';

export const keyStatuses = ['ready', 'cooling', 'resting', 'invalid', 'disabled'] as const;
export type KeyStatus = (typeof keyStatuses)[number];

/** How a key stands: `cooling` is told by its provider, or out of quota for every chat model; `resting` failed several times. */
export function statusOfKey(key: KeyNode, now: number): KeyStatus {
  if (!key.enabled) return 'disabled';
  if (key.invalid !== null) return 'invalid';
  if (!isUp(key.breaker, now)) return 'resting';
  if (!keyIsUp(key, now)) return 'cooling';
  const models = chatModels(key.provider);
  // A model or a provider that fails as a whole is no fault of this key.
  return models.length === 0 || models.some((node) => laneServes(key, node, now)) ? 'ready' : 'cooling';
}

export function countStatuses(keys: readonly KeyNode[], now: number): Record<KeyStatus, number> {
  const counts = { ready: 0, cooling: 0, resting: 0, invalid: 0, disabled: 0 };
  for (const key of keys) counts[statusOfKey(key, now)] += 1;
  return counts;
}

/** Epoch ms until which the key cools or rests; null when it does neither, or when no clock ends it. */
export function coolingUntil(key: KeyNode, now: number): number | null {
  const own = Math.max(key.bench.untilAt, key.account.bench.untilAt, admitsAt(key.breaker, now));
  if (own > now) return Number.isFinite(own) ? own : null;
  if (statusOfKey(key, now) !== 'cooling') return null;
  const ends = chatModels(key.provider)
    .map((node) => laneServesAt(key, node, now))
    .filter((at) => at > now && Number.isFinite(at));
  return ends.length === 0 ? null : Math.min(...ends);
}
