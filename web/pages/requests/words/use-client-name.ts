import { useQuery } from '@tanstack/react-query';
import type { ClientListView } from '../../../../src/api/views/client-view.ts';
import { api } from '../../../lib/api.ts';

/** The name of a client key; its id when it is not there any more, or not yet known. `isNeeded`: else nothing is asked. */
export function useClientName(isNeeded: boolean): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['clients'],
    enabled: isNeeded,
    queryFn: ({ signal }) => api.get<ClientListView>('/api/clients', { signal }),
  });
  return (id) => data?.clients.find((client) => client.id === id)?.name ?? id;
}
