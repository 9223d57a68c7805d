import { useQuery } from '@tanstack/react-query';
import type { RouteListView } from '../../../../src/api/views/route-view.ts';
import { api } from '../../../lib/api.ts';

/** As traces call them: `auto`, `auto:fast`. */
export function useRouteNames(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['routes'],
    queryFn: ({ signal }) => api.get<RouteListView>('/api/routes', { signal }),
  });
  return (data?.routes ?? []).map(({ name }) => (name === 'auto' ? name : `auto:${name}`));
}
