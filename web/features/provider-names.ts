import { useMemo } from 'react';
import type { ProviderView } from '../../src/api/views/provider-view.ts';
import { useProviders } from './providers.ts';

/** `Groq` for `groq`; the id itself of a provider that is not there any more, or not yet known. */
export type ProviderName = (id: string) => string;

export function providerNames(providers: readonly Pick<ProviderView, 'id' | 'name'>[]): ProviderName {
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** Of all providers. */
export function useProviderNames(): ProviderName {
  const { data } = useProviders();
  return useMemo(() => providerNames(data?.providers ?? []), [data]);
}
