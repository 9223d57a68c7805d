import type { KeySpec, ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import type { PoolChange, ProviderChange } from '../pool-change.ts';

/** What the workers know of the pool's providers, models and keys. */
export interface PoolFeed {
  /** What has changed since the last time; null = nothing. */
  changes(): PoolChange | null;
}

interface Fed {
  readonly node: ProviderNode;
  readonly models: number;
  readonly keys: readonly KeySpec[];
}

/** A new feed has told nothing: its first changes are the whole pool. */
export function createPoolFeed(pool: Pool): PoolFeed {
  let version = -1;
  let fed = new Map<string, Fed>();
  return {
    changes: () => {
      if (version === pool.version) return null;
      version = pool.version;
      const before = fed;
      fed = new Map([...pool.providers].map(([id, node]) => [id, fedOf(node)]));
      return {
        dropped: [...before.keys()].filter((id) => !fed.has(id)),
        providers: [...pool.providers.values()].flatMap((node) => changeOf(node, before.get(node.id)) ?? []),
      };
    },
  };
}

function fedOf(node: ProviderNode): Fed {
  return { node, models: node.models.size, keys: node.keys.map(({ spec }) => spec) };
}

function changeOf(node: ProviderNode, before: Fed | undefined): ProviderChange | null {
  // A provider with other settings is another node.
  const known = before?.node === node ? before : null;
  const keys = keysChange(node, known?.keys ?? []);
  const models = known !== null && known.models === node.models.size ? [] : learnedModels(node);
  if (known !== null && keys === null && models.length === 0) return null;
  return { id: node.id, spec: known === null ? node.spec : null, models, keys };
}

function learnedModels({ models, spec }: ProviderNode): ProviderChange['models'] {
  return [...models.values()].map(({ model }) => model).filter((model) => !spec.models.includes(model));
}

function keysChange({ keys }: ProviderNode, before: readonly KeySpec[]): ProviderChange['keys'] {
  if (keys.length === before.length && keys.every(({ spec }, place) => spec === before[place])) return null;
  const known = new Set(before);
  return {
    order: keys.map(({ id }) => id),
    // Whether it is switched on is told like every state.
    specs: keys.flatMap(({ spec }) => (known.has(spec) ? [] : { ...spec, enabled: true })),
  };
}
