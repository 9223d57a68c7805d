import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { QuotasView } from '../../../src/api/views/quota-view.ts';
import { api } from '../../lib/api.ts';

/** Who can serve and what is left; events keep it as it is now. */
export function useQuotas(): UseQueryResult<QuotasView> {
  return useQuery({
    queryKey: ['quotas'],
    queryFn: ({ signal }) => api.get<QuotasView>('/api/quotas', { signal }),
  });
}
