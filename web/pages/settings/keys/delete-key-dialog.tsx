import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useArrival } from '../arrival.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { useFaultWords } from '../use-fault-words.ts';
import { useKeys } from '../use-settings-data.ts';
import type { KeyCardProps } from './key-card.tsx';
import { useRemoval } from './use-removal.ts';
import styles from './key-form.module.css';

/** Asks, names the key, and says what stops working. */
export function DeleteKeyDialog({
  value,
  provider,
  onClose,
}: KeyCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const words = useFaultWords();
  const { announce } = useArrival();
  const remove = useRemoval();
  const others = (useKeys().data?.keys ?? []).filter(
    ({ id, provider: owner, status }) =>
      owner === value.provider && id !== value.id && status !== 'invalid' && status !== 'disabled',
  ).length;
  const removal = useMutation({
    mutationFn: () => remove(value),
    // The card is gone, and with it what had the focus.
    onSuccess: () => announce(others > 0 ? `provider-${provider.id}` : 'providers-top'),
  });
  const name = value.label ?? value.masked;
  return (
    <Dialog title={t('remove.title', { key: value.masked })} onClose={onClose}>
      <div className={styles.form}>
        <p>
          {t('remove.which', { key: value.masked, provider: provider.name })}
          {value.label !== null && ` ${t('remove.label', { name })}`}
        </p>
        <p>
          {others > 0
            ? t('remove.others', { count: others, provider: provider.name })
            : t('remove.last', { provider: provider.name })}
        </p>
        <p className="soft small">{t('remove.undo')}</p>
        {removal.error !== null && <Notice tone="bad">{words(removal.error)}</Notice>}
        <DialogButtons onCancel={onClose}>
          <Button
            look="danger"
            icon={<Trash2 size={16} aria-hidden="true" />}
            busy={removal.isPending}
            onClick={() => removal.mutate()}
          >
            {t('remove.confirm')}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
