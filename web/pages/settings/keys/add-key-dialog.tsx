import { useId, useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { focusFirstFault } from '../focus-first-fault.ts';
import { AccountNames } from './account-names.tsx';
import { SecretField } from './secret-field.tsx';
import { useAddKey } from './use-add-key.ts';
import { useRefusalWords } from './use-refusal-words.ts';
import styles from './key-form.module.css';

export interface AddKeyDialogProps {
  readonly provider: ProviderView;
  readonly onClose: () => void;
}

/** «Ajouter une clé Groq» */
export function AddKeyDialog({ provider, onClose }: AddKeyDialogProps): ReactNode {
  const { t } = useTranslation('settings');
  const add = useAddKey();
  const refusal = useRefusalWords();
  const [secret, setSecret] = useState('');
  const [label, setLabel] = useState('');
  const [account, setAccount] = useState('');
  const [asked, setAsked] = useState(false);
  const names = useId();
  const isEmpty = secret.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (isEmpty) return focusFirstFault(event.currentTarget);
    const placed = { label: label.trim() || null, account: account.trim() || null };
    add.mutate({ provider: provider.id, secret: secret.trim(), ...placed }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t('add.title', { name: provider.name })} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <SecretField
          provider={provider}
          value={secret}
          onChange={setSecret}
          error={
            isEmpty && asked
              ? t('add.empty')
              : add.error === null
                ? null
                : refusal(add.error, provider, secret.trim())
          }
        />
        <details className={styles.optional}>
          <summary>{t('add.optional')}</summary>
          <div className={styles.more}>
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
          </div>
        </details>
        <DialogButtons onCancel={onClose}>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t('add.submit')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
