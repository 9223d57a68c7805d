import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';

/** Keys that share their limits. */
export interface ProviderAccount {
  /** null = of one key alone, which has no name for it. */
  readonly name: string | null;
  readonly keys: readonly KeyNode[];
}

/** In the order of their first keys. Where the address of this machine is what is limited, all keys are one. */
export function accountsOf(provider: ProviderNode): ProviderAccount[] {
  if (provider.spec.def.quota.scope === 'ip')
    return provider.keys.length === 0 ? [] : [{ name: null, keys: provider.keys }];
  const groups = Map.groupBy(provider.keys, ({ account }) => account);
  return [...groups.values()].map((keys) => ({ name: keys[0]?.spec.account ?? null, keys }));
}
