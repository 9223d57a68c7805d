import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ForecastView } from '../../src/api/views/forecast-view.ts';
import { api } from '../lib/api.ts';
import { useFollow } from '../lib/use-follow.ts';

/** It moves with the clock as well. */
const everyMs = 60_000;
/** After a request: its use is in the tables by then. */
const afterMs = 2_000;

/** How long it lasts. No event brings it: asked again when `requests`, those of today, has changed. */
export function useForecast(requests: number): UseQueryResult<ForecastView> {
  const query = useQuery({
    queryKey: ['forecast'],
    queryFn: ({ signal }) => api.get<ForecastView>('/api/forecast', { signal }),
    refetchInterval: everyMs,
  });
  useFollow(requests, afterMs, () => void query.refetch());
  return query;
}
