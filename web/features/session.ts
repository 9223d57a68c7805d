import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { SessionView } from '../../src/api/views/session-view.ts';
import { api } from '../lib/api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<SessionView>('/api/session', { signal }),
  staleTime: 60_000,
});

export function useSession(): UseQueryResult<SessionView> {
  return useQuery(sessionQuery);
}

export function useSignIn(): UseMutationResult<SessionView, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => api.post<SessionView>('/api/session', { token }),
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
}

export function useSignOut(): UseMutationResult<SessionView, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<SessionView>('/api/session'),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(['session'], session);
    },
  });
}
