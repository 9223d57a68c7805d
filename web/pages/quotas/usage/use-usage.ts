import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { UsageView } from '../../../../src/api/views/usage-view.ts';
import { api } from '../../../lib/api.ts';
import { useFollow } from '../../../lib/use-follow.ts';

/** After a request: it is in the tables by then. */
const afterMs = 2_000;

/** Days in UTC, both included. */
export interface UsageWish {
  readonly from: string;
  readonly to: string;
  readonly by: 'day,provider' | 'app';
  /** Of today: asked again when these have changed. */
  readonly requests: number;
}

/** What some days came to; no event brings it. */
export function useUsage({ from, to, by, requests }: UsageWish): UseQueryResult<UsageView> {
  const query = useQuery({
    queryKey: ['usage', by, from, to],
    queryFn: ({ signal }) => api.get<UsageView>(`/api/usage?from=${from}&to=${to}&by=${by}`, { signal }),
    // A day that ends leaves no hole.
    placeholderData: keepPreviousData,
  });
  useFollow(requests, afterMs, () => void query.refetch());
  return query;
}
