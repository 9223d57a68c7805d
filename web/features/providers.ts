import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ProviderListView } from '../../src/api/views/provider-view.ts';
import { api } from '../lib/api.ts';

/** All providers, with and without keys. */
export function useProviders(): UseQueryResult<ProviderListView> {
  return useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => api.get<ProviderListView>('/api/providers', { signal }),
  });
}
