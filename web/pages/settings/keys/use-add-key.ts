import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';
import { useArrival } from '../arrival.tsx';
import { keepKey, refreshKeys } from './key-cache.ts';

export interface NewKey {
  readonly provider: string;
  readonly secret: string;
  readonly label?: string | null;
  readonly account?: string | null;
}

/** Adds a key; then the reader is led to its card, and it is tried out. */
export function useAddKey(): UseMutationResult<KeyView, Error, NewKey> {
  const client = useQueryClient();
  const { announce } = useArrival();
  return useMutation({
    mutationFn: (key: NewKey) => api.post<KeyView>('/api/keys', key),
    onSuccess: (key) => {
      keepKey(client, key);
      void refreshKeys(client);
      announce(`key-${key.id}`, true);
    },
  });
}
