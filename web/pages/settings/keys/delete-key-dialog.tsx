import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrival } from '../arrival.tsx';
import { DeleteDialog } from '../delete-dialog.tsx';
import { useKeys } from '../use-keys.ts';
import type { KeyCardProps } from './key-card.tsx';
import { useRemoval } from './use-removal.ts';

/** Asks, names the key, and says what stops working. */
export function DeleteKeyDialog({
  value,
  provider,
  onClose,
}: KeyCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
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
    <DeleteDialog
      title={t('remove.title', { key: value.masked })}
      confirm={t('remove.confirm')}
      removal={removal}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
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
    </DeleteDialog>
  );
}
