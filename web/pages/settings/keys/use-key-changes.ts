import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { useToast } from '../../../components/toaster.tsx';
import { api } from '../../../lib/api.ts';
import { useFaultWords } from '../use-fault-words.ts';
import { keepKey, refreshKeys } from './key-cache.ts';

interface KeyChange {
  readonly id: string;
  readonly change: {
    readonly label?: string | null;
    readonly account?: string | null;
    readonly enabled?: boolean;
  };
}

/** Label, account, on or off. */
export function useChangeKey(): UseMutationResult<KeyView, Error, KeyChange> {
  return useKeyCall(({ id, change }: KeyChange) => api.patch<KeyView>(`/api/keys/${id}`, change));
}

/** Ends cooling, resting and invalid: its owner says that it is good. */
export function useResetKey(): UseMutationResult<KeyView, Error, string> {
  const { t } = useTranslation('settings');
  const show = useToast();
  return useKeyCall(async (id: string) => {
    const key = await api.post<KeyView>(`/api/keys/${id}/reset`);
    // Only the wait was ended: a counter that its provider has told stays where it is.
    if (key.status === 'cooling') show({ text: t('key.stillSpent', { key: key.masked }) });
    return key;
  });
}

function useKeyCall<T>(call: (variables: T) => Promise<KeyView>): UseMutationResult<KeyView, Error, T> {
  const client = useQueryClient();
  const show = useToast();
  const words = useFaultWords();
  return useMutation({
    mutationFn: call,
    onSuccess: (key) => {
      keepKey(client, key);
      void refreshKeys(client);
    },
    onError: (error) => show({ text: words(error), tone: 'bad' }),
  });
}
