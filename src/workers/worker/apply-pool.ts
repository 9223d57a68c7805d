import type { ProviderNode, ProviderSpec } from '../../engine/nodes.ts';
import { dropKey, dropProvider, putKey, putModel, putProvider, type Pool } from '../../engine/pool.ts';
import { noteChange } from '../../engine/shut.ts';
import type { KeysChange, PoolChange, ProviderChange } from '../pool-change.ts';

/** Makes the mirror the primary's pool. Nodes that are not named stay the same: what they have learned stays with them. */
export function applyPool(pool: Pool, change: PoolChange, conceal: (secret: string) => void): void {
  for (const id of change.dropped) dropProvider(pool, id);
  for (const provider of change.providers) applyProvider(pool, provider, conceal);
}

function applyProvider(
  pool: Pool,
  { id, spec, models, keys }: ProviderChange,
  conceal: (secret: string) => void,
): void {
  const provider = spec === null ? pool.providers.get(id) : replaced(pool, spec);
  if (provider === undefined) throw new Error(`no provider ${id} to change`);
  for (const model of models) putModel(pool, provider, model);
  if (keys !== null) applyKeys(pool, provider, keys, conceal);
  noteChange(provider);
}

/** With other settings it is as quick as it was; how it stands is told. */
function replaced(pool: Pool, spec: ProviderSpec): ProviderNode {
  const old = pool.providers.get(spec.def.id);
  const node = putProvider(pool, spec);
  for (const [id, { pace, tokens }] of old?.models ?? []) {
    const model = node.models.get(id);
    if (model === undefined) continue;
    Object.assign(model.pace, pace);
    Object.assign(model.tokens, tokens);
  }
  return node;
}

function applyKeys(
  pool: Pool,
  provider: ProviderNode,
  { order, specs }: KeysChange,
  conceal: (secret: string) => void,
): void {
  const places = new Map(order.map((id, place) => [id, place]));
  for (const { id } of provider.keys.slice()) if (!places.has(id)) dropKey(pool, id);
  for (const spec of specs) {
    conceal(spec.secret);
    putKey(pool, spec);
  }
  provider.keys.sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
}
