import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AccountQuotasView, ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { api } from '../../../lib/api.ts';

export const pageSize = 50;

/** The accounts of a provider, in pages; asked again whenever the provider's own figures change. */
export function useAccounts(
  provider: ProviderQuotaView,
): UseInfiniteQueryResult<InfiniteData<AccountQuotasView>> {
  const query = useInfiniteQuery({
    queryKey: ['quotas', provider.id],
    queryFn: ({ signal, pageParam }) =>
      api.get<AccountQuotasView>(
        `/api/quotas/${encodeURIComponent(provider.id)}?offset=${pageParam}&limit=${pageSize}`,
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const shown = pages.reduce((sum, { accounts }) => sum + accounts.length, 0);
      return shown < total ? shown : undefined;
    },
  });
  const { refetch } = query;
  const figures = JSON.stringify(provider);
  const seen = useRef(figures);
  useEffect(() => {
    if (seen.current === figures) return;
    seen.current = figures;
    void refetch();
  }, [figures, refetch]);
  return query;
}
