import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { KeyListView } from '../../../src/api/views/key-view.ts';
import { api } from '../../lib/api.ts';

/** Every key there is; events keep it as it is now. */
export function useKeys(): UseQueryResult<KeyListView> {
  return useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => api.get<KeyListView>('/api/keys', { signal }),
  });
}
