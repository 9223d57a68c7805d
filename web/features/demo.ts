import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { DemoView } from '../../src/api/views/demo-view.ts';
import { api } from '../lib/api.ts';

const path = '/api/demo';

/** Whether simulated providers run beside the real ones. */
export function useDemo(): UseQueryResult<DemoView> {
  return useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => api.get<DemoView>(path, { signal }),
  });
}

/** Starts (`true`) or ends (`false`) them. Settles once the page knows who serves now. */
export function useSwitchDemo(): UseMutationResult<DemoView, Error, boolean> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (on: boolean) => (on ? api.post<DemoView>(path) : api.delete<DemoView>(path)),
    onSuccess: async (demo) => {
      client.setQueryData(['demo'], demo);
      await Promise.all(
        [['quotas'], ['providers'], ['keys'], ['routes']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}

/** Whether an answer of this provider is simulated. It is asked when the answer comes: the fleet may end while it is shown. */
export function useIsSimulated(): (provider: string) => boolean {
  const { data } = useDemo();
  return (provider) => data?.running === true && data.provider === provider;
}
