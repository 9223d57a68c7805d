import type { ReactNode } from 'react';
import { QueryState } from '../../../components/query-state.tsx';
import { ArrivalProvider } from '../arrival.tsx';
import { Clients } from './clients.tsx';
import { useClients } from './use-clients.ts';

/** The keys that programs show to this gateway. */
export function ClientsSection(): ReactNode {
  const query = useClients();
  if (query.data === undefined) return <QueryState query={query} lines={6} />;
  return (
    <ArrivalProvider>
      <Clients clients={query.data.clients} at={query.dataUpdatedAt} />
    </ArrivalProvider>
  );
}
