import { useId, useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { AccountNames } from './account-names.tsx';
import type { KeyCardProps } from './key-card.tsx';
import { useChangeKey } from './use-key-changes.ts';
import styles from './key-form.module.css';

/** Label and account of a stored key. */
export function EditKeyDialog({
  value,
  provider,
  onClose,
}: KeyCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const change = useChangeKey();
  const [label, setLabel] = useState(value.label ?? '');
  const [account, setAccount] = useState(value.account ?? '');
  const names = useId();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = { label: label.trim() || null, account: account.trim() || null };
    change.mutate({ id: value.id, change: wanted }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t('edit.title', { key: value.masked })} onClose={onClose}>
      <form className={styles.form} onSubmit={save}>
        <TextField
          label={t('add.label')}
          hint={t('add.labelHint')}
          maxLength={200}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <TextField
          label={t('add.account')}
          hint={t('add.accountHint')}
          maxLength={200}
          list={names}
          value={account}
          onChange={(event) => setAccount(event.target.value)}
        />
        <AccountNames id={names} provider={provider.id} />
        <DialogButtons onCancel={onClose}>
          <Button type="submit" look="primary" busy={change.isPending}>
            {t('save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
