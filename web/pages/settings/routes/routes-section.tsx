import type { ReactNode } from 'react';
import { QueryState } from '../../../components/query-state.tsx';
import { ArrivalProvider } from '../arrival.tsx';
import { useProviders } from '../../../features/providers.ts';
import { Routes } from './routes.tsx';
import { useFollowEvents, useRoutes } from './use-routes.ts';

/** Who has waited is ready again without an event. */
const lookAgainMs = 15_000;

/** Every route: who it asks, in which order and how; changed, tested, added and taken back. */
export function RoutesSection(): ReactNode {
  const routes = useRoutes(lookAgainMs);
  const providers = useProviders();
  if (routes.data === undefined) return <QueryState query={routes} lines={10} />;
  if (providers.data === undefined) return <QueryState query={providers} lines={10} />;
  return (
    <ArrivalProvider>
      <FollowEvents />
      <Routes routes={routes.data.routes} />
    </ArrivalProvider>
  );
}

/** By itself, since an event a second would draw everything anew. */
function FollowEvents(): null {
  useFollowEvents();
  return null;
}
