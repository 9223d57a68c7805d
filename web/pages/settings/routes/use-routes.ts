import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { RouteListView } from '../../../../src/api/views/route-view.ts';
import { useHeardAt } from '../../../features/live.tsx';
import { api } from '../../../lib/api.ts';
import { useFollow } from '../../../lib/use-follow.ts';

/** Many things may change at once. */
const followMs = 2_000;

/** All routes, and what their steps may be. @param lookAgainMs how often they are asked for without an event */
export function useRoutes(lookAgainMs: number | false = false): UseQueryResult<RouteListView> {
  return useQuery({
    queryKey: ['routes'],
    queryFn: ({ signal }) => api.get<RouteListView>('/api/routes', { signal }),
    refetchInterval: lookAgainMs,
  });
}

/** Who is ready changes with every request: the routes are asked for anew some time after something was heard. */
export function useFollowEvents(): void {
  const client = useQueryClient();
  const heardAt = useHeardAt();
  useFollow(heardAt, followMs, () => void client.invalidateQueries({ queryKey: ['routes'] }));
}
