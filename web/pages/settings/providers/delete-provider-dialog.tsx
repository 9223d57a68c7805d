import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useToast } from '../../../components/toaster.tsx';
import { useArrival } from '../arrival.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { useKeys } from '../use-settings-data.ts';
import { ChangeFault } from './change-fault.tsx';
import styles from './provider-form.module.css';
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
    <Dialog title={t('own.delete', { name })} onClose={onClose}>
      <div className={styles.form}>
        <p>{t('own.stops', { name })}</p>
        {count > 0 && <p>{t('own.keysGo', { count })}</p>}
        <p className="soft small">{t('own.forGood')}</p>
        <ChangeFault error={reset.error} />
        <DialogButtons onCancel={onClose}>
          <Button
            look="danger"
            icon={<Trash2 size={16} aria-hidden="true" />}
            busy={reset.isPending}
            // What went wrong is shown above.
            onClick={() => void remove().catch(() => undefined)}
          >
            {t('own.confirm')}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
