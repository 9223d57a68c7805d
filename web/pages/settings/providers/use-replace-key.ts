import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';
import { useArrival } from '../arrival.tsx';
import { keepKey, refreshKeys } from '../keys/key-cache.ts';

/** A new key in the place of the old ones: it is there before they go. */
export function useReplaceKey(
  provider: string,
  keys: readonly KeyView[],
): UseMutationResult<KeyView, Error, string> {
  const client = useQueryClient();
  const { announce } = useArrival();
  return useMutation({
    mutationFn: async (secret: string) => {
      const key = await api.post<KeyView>('/api/keys', { provider, secret });
      for (const { id } of keys) await api.delete(`/api/keys/${id}`);
      return key;
    },
    onSuccess: (key) => {
      keepKey(client, key);
      announce(`key-${key.id}`, true);
    },
    onSettled: () => refreshKeys(client),
  });
}
