import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../components/query-state.tsx';
import { useToast } from '../../../components/toaster.tsx';
import type { LiveTail } from './use-live-tail.ts';

export interface Refresh {
  readonly busy: boolean;
  readonly onClick: () => void;
}

/** A button that asks for the newest, and says why when they do not come. */
export function useRefresh({ catchUp }: LiveTail): Refresh {
  const { t } = useTranslation();
  const toast = useToast();
  const { isPending, mutate } = useMutation({
    mutationFn: catchUp,
    onError: (error) => toast({ text: errorText(error, t('error.unreachable')), tone: 'bad' }),
  });
  return { busy: isPending, onClick: () => mutate() };
}
