import { useQuery } from '@tanstack/react-query';
import type { ProviderListView } from '../../src/api/views/provider-view.ts';
import { api } from '../lib/api.ts';

/** The name of a provider by its id; the id itself while it is not known. */
export function useProviderNames(): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => api.get<ProviderListView>('/api/providers', { signal }),
  });
  return (id) => data?.providers.find((provider) => provider.id === id)?.name ?? id;
}
