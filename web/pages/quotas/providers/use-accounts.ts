import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import type { AccountQuotasView, ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { api } from '../../../lib/api.ts';
import { useFollow } from '../../../lib/use-follow.ts';

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
  // The same object for as long as nothing in it changes: the cache sees to that.
  useFollow(provider, 0, () => void query.refetch());
  return query;
}
