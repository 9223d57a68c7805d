import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { useToast } from '../../../components/toaster.tsx';
import { useArrival } from '../arrival.tsx';
import { DeleteDialog } from '../delete-dialog.tsx';
import { useKeys } from '../use-keys.ts';
import { useResetProvider } from './use-provider-changes.ts';

export interface DeleteProviderDialogProps {
  readonly provider: ProviderView;
  readonly onClose: () => void;
}

/** Asks before an own server and its keys go. */
export function DeleteProviderDialog({ provider, onClose }: DeleteProviderDialogProps): ReactNode {
  const { t } = useTranslation('settings');
  const show = useToast();
  const { announce } = useArrival();
  const reset = useResetProvider();
  const { id, name } = provider;
  const count = (useKeys().data?.keys ?? []).filter((key) => key.provider === id).length;
  const remove = async (): Promise<void> => {
    await reset.mutateAsync(id);
    show({ text: t('own.deleted', { name }) });
    announce('providers-top');
  };
  return (
    <DeleteDialog
      title={t('own.delete', { name })}
      confirm={t('own.confirm')}
      removal={reset}
      // What went wrong is shown in it.
      onConfirm={() => void remove().catch(() => undefined)}
      onClose={onClose}
    >
      <p>{t('own.stops', { name })}</p>
      {count > 0 && <p>{t('own.keysGo', { count })}</p>}
      <p className="soft small">{t('own.forGood')}</p>
    </DeleteDialog>
  );
}
