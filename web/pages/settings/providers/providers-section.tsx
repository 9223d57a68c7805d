import type { ReactNode } from 'react';
import { QueryState } from '../../../components/query-state.tsx';
import { ArrivalProvider } from '../arrival.tsx';
import { useProviders } from '../../../features/providers.ts';
import { useKeys } from '../use-keys.ts';
import { Providers } from './providers.tsx';

/** Every provider with its keys, and those that have none yet. */
export function ProvidersSection(): ReactNode {
  const providers = useProviders();
  const keys = useKeys();
  if (providers.data === undefined) return <QueryState query={providers} lines={10} />;
  if (keys.data === undefined) return <QueryState query={keys} lines={10} />;
  return (
    <ArrivalProvider>
      <Providers providers={providers.data.providers} keys={keys.data.keys} />
    </ArrivalProvider>
  );
}
