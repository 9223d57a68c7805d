import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ClientListView, ClientView } from '../../../../src/api/views/client-view.ts';
import { useConnection } from '../../../features/live.tsx';
import { api } from '../../../lib/api.ts';

/** After a request: what it came to is counted by then. */
const afterMs = 1_000;
/** Behind a moment, so that the gateway's clock has passed it too. */
const graceMs = 250;
const soonestMs = 1_000;
const latestMs = 60_000;

/** All client keys. No event brings them: asked again when one was used, and when a limit or an expiry comes due. */
export function useClients(): UseQueryResult<ClientListView> {
  const client = useQueryClient();
  const { onRequest } = useConnection();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () =>
      onRequest(({ trace, missed }) => {
        if ((trace?.client ?? null) === null && missed === 0) return;
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: ['clients'] });
        }, afterMs);
      }),
    [client, onRequest],
  );
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useQuery({
    queryKey: ['clients'],
    queryFn: ({ signal }) => api.get<ClientListView>('/api/clients', { signal }),
    refetchInterval: ({ state }) => untilNext(state.data?.clients ?? [], Date.now()),
  });
}

/** ms until time alone changes what is shown, within bounds. */
function untilNext(clients: readonly ClientView[], now: number): number {
  const moments = clients.flatMap(({ quotas, expires_at: expiresAt }) => [
    ...quotas.map((quota) => quota.resets_at),
    expiresAt,
  ]);
  const next = moments
    .filter((moment) => moment !== null)
    .map((moment) => Date.parse(moment) - now + graceMs)
    .filter((wait) => wait > 0)
    .reduce((least, wait) => Math.min(least, wait), latestMs);
  return Math.max(soonestMs, next);
}
