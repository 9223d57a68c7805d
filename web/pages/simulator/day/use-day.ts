import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { api, ApiError } from '../../../lib/api.ts';
import { bodyOf, faultOf, type DayWish } from '../wish/day-wish.ts';

/** The one before has been left, and its thread takes a moment to end: somebody else's takes longer. */
const tries = 8;
const betweenMs = 300;

/** What becomes of the day; the last one stays until there is a new one. Another wish ends the call of the one before. */
export function useDay(wish: DayWish): UseQueryResult<SimulationView> {
  return useQuery({
    queryKey: ['simulation', wish],
    queryFn: ({ signal }) => api.post<SimulationView>('/api/simulate', bodyOf(wish), { signal }),
    enabled: faultOf(wish) === null,
    placeholderData: keepPreviousData,
    // The same wish is the same day.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: (failures, error) => error instanceof ApiError && error.status === 409 && failures < tries,
    retryDelay: betweenMs,
  });
}
