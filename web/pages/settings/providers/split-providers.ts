import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { markServing } from '../keys/mark-serving.ts';

export interface ProviderWithKeys {
  readonly provider: ProviderView;
  readonly keys: readonly KeyView[];
}

export interface SplitProviders {
  /** They have keys, need none, are the owner's own or were changed by the owner, or have a section in any case. */
  readonly inUse: readonly ProviderWithKeys[];
  readonly idle: readonly ProviderView[];
}

export function splitProviders(providers: readonly ProviderView[], keys: readonly KeyView[]): SplitProviders {
  const byProvider = Map.groupBy(keys, ({ provider }) => provider);
  const all = providers.map((provider) => ({
    provider,
    keys: markServing(byProvider.get(provider.id) ?? []),
  }));
  return {
    inUse: all.filter(hasSection),
    idle: all.filter((one) => !hasSection(one)).map(({ provider }) => provider),
  };
}

function hasSection({ provider, keys }: ProviderWithKeys): boolean {
  return keys.length > 0 || provider.own || provider.changed || takesOneKey(provider) || isKeyless(provider);
}

/** It is in use without a key: a local model, an open server. */
export function isKeyless({ keys }: ProviderView): boolean {
  return Object.values(keys).some((count) => count > 0);
}

/** «Clé API Replicate»: pictures and clips are paid for, and one key is all there is. */
export function takesOneKey({ wire, retired }: ProviderView): boolean {
  return wire === 'replicate' && retired === null;
}

/** Off in the configuration, retired, or without an address: nothing here turns it on. */
export function isOutOfReach({ enabled, changed, own }: ProviderView): boolean {
  return !enabled && !changed && !own;
}
