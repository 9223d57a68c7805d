import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KeyView, RemovedKeyView } from '../../../../src/api/views/key-view.ts';
import { useToast } from '../../../components/toaster.tsx';
import { api } from '../../../lib/api.ts';
import { useArrival } from '../arrival.tsx';
import { useFaultWords } from '../use-fault-words.ts';
import { dropKey, refreshKeys } from './key-cache.ts';

/** Deletes a key; it can be taken back from the message that says so. Resolves when it is gone. */
export function useRemoval(): (key: KeyView) => Promise<void> {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const show = useToast();
  const words = useFaultWords();
  const { announce } = useArrival();

  const restore = async (key: KeyView): Promise<void> => {
    try {
      await api.post<KeyView>(`/api/keys/${key.id}/restore`);
      await refreshKeys(client);
      announce(`key-${key.id}`);
    } catch (error) {
      show({ text: words(error), tone: 'bad' });
    }
  };

  return async (key) => {
    await api.delete<RemovedKeyView>(`/api/keys/${key.id}`);
    dropKey(client, key.id);
    await refreshKeys(client);
    show({ text: t('remove.done', { key: key.masked }), undo: () => void restore(key) });
  };
}
