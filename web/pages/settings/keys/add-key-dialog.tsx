import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { focusFirstFault } from '../focus-first-fault.ts';
import { placeBody } from './key-place.ts';
import { PlaceFields } from './place-fields.tsx';
import { SecretField } from './secret-field.tsx';
import { useAddKey } from './use-add-key.ts';
import { useRefusalWords } from './use-refusal-words.ts';
import form from '../dialog-form.module.css';
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
  const [place, setPlace] = useState({ label: '', account: '' });
  const [asked, setAsked] = useState(false);
  const isEmpty = secret.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (isEmpty) return focusFirstFault(event.currentTarget);
    add.mutate({ provider: provider.id, secret: secret.trim(), ...placeBody(place) }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t('add.title', { name: provider.name })} onClose={onClose}>
      <form className={form.form} onSubmit={submit} noValidate>
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
          <div className={form.form}>
            <PlaceFields place={place} onChange={setPlace} provider={provider.id} />
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
