import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../../components/toaster.tsx';
import { formatAgo } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useArrival } from '../arrival.tsx';
import { DeleteDialog } from '../delete-dialog.tsx';
import type { ClientCardProps } from './client-card.tsx';
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
    <DeleteDialog
      title={t('delete.title', { name })}
      confirm={t('delete.confirm')}
      removal={remove}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('delete.stops', { name: masked === null ? name : `${name} (${masked})` })}</p>
      <p>{usedAt === null ? t('delete.unused') : t('delete.used', { ago: formatAgo(usedAt, language) })}</p>
      <p>
        <strong>{t('delete.forGood')}</strong> {t('delete.gone')} {enabled && t('delete.instead')}
      </p>
    </DeleteDialog>
  );
}
