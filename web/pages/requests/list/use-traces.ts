import { keepPreviousData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import type { TraceListView } from '../../../../src/api/views/trace-view.ts';
import { api } from '../../../lib/api.ts';
import { queryOf, type Filters } from '../filters/filters.ts';
import type { Page, Pages } from './pages.ts';

const pageSize = 50;

/** The newest first. What comes while one looks is put on top by the live tail: nothing is asked again by itself. */
export function useTraces(filters: Filters): UseInfiniteQueryResult<Pages> {
  return useInfiniteQuery({
    queryKey: ['traces', filters],
    queryFn: ({ pageParam, signal }) => fetchPage(filters, { before: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ traces, hasMore }) => (hasMore ? traces.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

interface PageWish {
  /** Id of a trace; null = from the newest on. */
  readonly before: string | null;
  readonly signal?: AbortSignal | undefined;
}

export async function fetchPage(filters: Filters, { before, signal }: PageWish): Promise<Page> {
  const more = { limit: String(pageSize), ...(before === null ? {} : { before }) };
  const query = queryOf(filters, Date.now(), more);
  const { traces } = await api.get<TraceListView>(`/api/traces${query}`, { signal });
  return { traces, hasMore: traces.length === pageSize };
}
