import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useToast } from '../../../components/toaster.tsx';
import { formatAgo } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useArrival } from '../arrival.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { ChangeFault } from '../providers/change-fault.tsx';
import type { ClientCardProps } from './client-card.tsx';
import styles from './client-form.module.css';
import { useRemoveClient } from './use-client-changes.ts';

/** Asks, names the client, and says what stops working: it cannot be taken back. */
export function DeleteClientDialog({
  client,
  onClose,
}: ClientCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const show = useToast();
  const { announce } = useArrival();
  const { id, name, masked, enabled, last_used_at: usedAt } = client;
  const remove = useRemoveClient(id, () => {
    show({ text: t('delete.done', { name }) });
    // The card is gone, and with it what had the focus.
    announce('clients-top');
  });
  return (
    <Dialog title={t('delete.title', { name })} onClose={onClose}>
      <div className={styles.form}>
        <p>{t('delete.stops', { name: masked === null ? name : `${name} (${masked})` })}</p>
        <p>{usedAt === null ? t('delete.unused') : t('delete.used', { ago: formatAgo(usedAt, language) })}</p>
        <p>
          <strong>{t('delete.forGood')}</strong> {t('delete.gone')} {enabled && t('delete.instead')}
        </p>
        <ChangeFault error={remove.error} />
        <DialogButtons onCancel={onClose}>
          <Button
            look="danger"
            icon={<Trash2 size={16} aria-hidden="true" />}
            busy={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('delete.confirm')}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
