import { isBenched } from '../../engine/bench.ts';
import { admits } from '../../engine/breaker.ts';
import { remainingShare } from '../../engine/demands.ts';
import type { Lane, ModelNode } from '../../engine/nodes.ts';
import { laneOf, type Pool } from '../../engine/pool.ts';
import { chatModels } from '../../engine/model-steps.ts';

/** The model to warm, or why the provider is left alone now. */
export type WarmTarget =
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'none'; readonly reason: string };

export interface WarmWish {
  readonly provider: string;
  /** The model that was used last; null = none yet. */
  readonly model: string | null;
  /** Epoch ms. */
  readonly now: number;
}

/** Quota below this share is the clients' alone. */
const leastShare = 0.2;

/** The model used last, else the provider's first one; nothing while it rests or its quota is short. Only looks. */
export function warmTarget(pool: Pool, { provider: id, model, now }: WarmWish): WarmTarget {
  const provider = pool.providers.get(id);
  if (provider === undefined) return none('it is gone');
  // What a local server passes on is loaded elsewhere, and costs its owner quota.
  const models = [provider.models.get(model ?? ''), ...chatModels(provider)];
  const node = models.find((one) => one !== undefined && one.model.elsewhere !== true);
  if (node === undefined) return none('it has no model for chats');
  const keys = provider.keys.filter(({ enabled, invalid }) => enabled && invalid === null);
  if (keys.length === 0) return none('it does not answer, or has no key that it takes');
  if (nodeRests(node, now)) return none('it rests');
  const ready = keys.map((key) => laneOf(pool, key, node)).filter((lane) => !laneRests(lane, now));
  if (ready.length === 0) return none('it rests');
  // Of all keys, since the rotation says which of them serves: what rests has nothing to spare.
  const spare = ready.reduce((sum, lane) => sum + Math.max(0, remainingShare(lane, now)), 0);
  if (spare < leastShare * keys.length) return none(`under ${leastShare * 100} % of its quota is left`);
  return { kind: 'model', model: node.model.id };
}

function none(reason: string): WarmTarget {
  return { kind: 'none', reason };
}

function nodeRests({ bench, provider }: ModelNode, now: number): boolean {
  return isBenched(provider.bench, now) || isBenched(bench, now) || !admits(provider.breaker, now);
}

function laneRests({ key, bench, accountModel }: Lane, now: number): boolean {
  const benches = [key.bench, key.account.bench, accountModel, bench];
  return benches.some((one) => isBenched(one, now)) || !admits(key.breaker, now);
}
