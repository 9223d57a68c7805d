import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { api } from '../../../lib/api.ts';
import { refreshKeys } from '../keys/key-cache.ts';
import type { LimitsBody } from './limits-body.ts';

/** What is not named stays; null takes back what was changed here. */
export interface ProviderChange {
  readonly enabled?: boolean;
  readonly rotation?: ProviderView['rotation'];
  readonly limits?: LimitsBody | null;
  readonly base_url?: string;
  readonly models?: readonly string[];
}

/** Changes a provider, or makes one of the owner's own. Resolves when the lists show it. */
export function useChangeProvider(): UseMutationResult<
  ProviderView,
  Error,
  { readonly id: string; readonly change: ProviderChange }
> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }) => api.put<ProviderView>(addressOf(id), change),
    onSuccess: () => refreshKeys(client),
  });
}

/** An own one goes with its keys; one of the catalog loses what was changed of it. */
export function useResetProvider(): UseMutationResult<ProviderView, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<ProviderView>(addressOf(id)),
    onSuccess: () => refreshKeys(client),
  });
}

function addressOf(id: string): string {
  return `/api/providers/${encodeURIComponent(id)}`;
}
