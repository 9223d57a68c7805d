import { admits, admitsAt } from '../../engine/breaker.ts';
import type { KeyNode, ModelNode } from '../../engine/nodes.ts';
import { chatModels } from '../../engine/resolve.ts';
import { keyIsUp, keyServesSome } from './can-serve.ts';

export const keyStatuses = ['ready', 'cooling', 'resting', 'invalid', 'disabled'] as const;
export type KeyStatus = (typeof keyStatuses)[number];

/** How a key stands: `cooling` is told by its provider, or out of quota for every chat model; `resting` failed several times. */
export function statusOfKey(key: KeyNode, now: number): KeyStatus {
  if (!key.enabled) return 'disabled';
  if (key.invalid !== null) return 'invalid';
  if (!admits(key.breaker, now)) return 'resting';
  if (!keyIsUp(key, now)) return 'cooling';
  const models = chatModels(key.provider);
  if (models.length === 0 || keyServesSome(key, now)) return 'ready';
  // A provider that fails as a whole is no fault of this key.
  return models.some((node) => isCooling(key, node, now)) ? 'cooling' : 'ready';
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
  const ends = [...key.account.modelBenches.values()].map(({ untilAt }) => untilAt).filter((at) => at > now && Number.isFinite(at));
  return ends.length === 0 ? null : Math.min(...ends);
}

function isCooling(key: KeyNode, node: ModelNode, now: number): boolean {
  const until = Math.max(key.account.modelBenches.get(node.model.id)?.untilAt ?? 0, node.lanes.get(key.id)?.bench.untilAt ?? 0);
  return until > now || !node.bench.untilAt;
}
