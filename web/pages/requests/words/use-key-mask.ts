import { useQuery } from '@tanstack/react-query';
import type { KeyListView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';

/** A key may be named by its id; traces know it masked. `key` itself while that is not known. */
export function useKeyMask(key: string | undefined): string | undefined {
  const isMasked = key === undefined || key.includes('...');
  const { data } = useQuery({
    queryKey: ['keys'],
    enabled: !isMasked,
    queryFn: ({ signal }) => api.get<KeyListView>('/api/keys', { signal }),
  });
  if (isMasked) return key;
  return data?.keys.find(({ id }) => id === key)?.masked ?? key;
}
