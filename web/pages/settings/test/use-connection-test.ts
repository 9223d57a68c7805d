import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { KeyTestView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';

/** One real call at the provider, with a key or with the provider's first. A test can find a key invalid, or good again. */
export function useConnectionTest(
  of: 'keys' | 'providers',
  id: string,
): UseMutationResult<KeyTestView, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<KeyTestView>(`/api/${of}/${encodeURIComponent(id)}/test`),
    onSettled: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
}
