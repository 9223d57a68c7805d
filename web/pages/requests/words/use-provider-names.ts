import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ProviderListView } from '../../../../src/api/views/provider-view.ts';
import { api } from '../../../lib/api.ts';

export function useProviders(): UseQueryResult<ProviderListView> {
  return useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => api.get<ProviderListView>('/api/providers', { signal }),
  });
}

export type ProviderName = (id: string) => string;

/** `Groq` for `groq`; the id of a provider that is not there any more, or not yet known. */
export function useProviderName(): ProviderName {
  const { data } = useProviders();
  return useMemo(() => {
    const names = new Map(data?.providers.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }, [data]);
}
