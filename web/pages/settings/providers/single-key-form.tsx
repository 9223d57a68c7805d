import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { focusFirstFault } from '../focus-first-fault.ts';
import { SecretField } from '../keys/secret-field.tsx';
import { useRefusalWords } from '../keys/use-refusal-words.ts';
import { useReplaceKey } from './use-replace-key.ts';
import styles from './single-key-form.module.css';

export interface SingleKeyFormProps {
  readonly provider: ProviderView;
  readonly keys: readonly KeyView[];
}

/** «Clé API Replicate», «Sauvegarder»: where one key is all there is, a new one takes the place of the old. */
export function SingleKeyForm({ provider, keys }: SingleKeyFormProps): ReactNode {
  const { t } = useTranslation('settings');
  const [secret, setSecret] = useState('');
  const [asked, setAsked] = useState(false);
  const refusal = useRefusalWords();
  const isEmpty = secret.trim() === '';
  const replace = useReplaceKey(provider.id, keys);
  // A key of the environment is changed there.
  if (keys.some(({ source }) => source === 'environment')) return null;
  const save = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (isEmpty) return focusFirstFault(event.currentTarget);
    replace.mutate(secret.trim(), {
      onSuccess: () => {
        setSecret('');
        setAsked(false);
      },
    });
  };
  return (
    <form className={styles.form} onSubmit={save} noValidate>
      <SecretField
        provider={provider}
        label={t(keys.length === 0 ? 'provider.key' : 'provider.newKey', { name: provider.name })}
        value={secret}
        onChange={setSecret}
        error={
          isEmpty
            ? asked
              ? t('add.empty')
              : null
            : replace.error === null
              ? null
              : refusal(replace.error, provider, secret.trim())
        }
      />
      <Button type="submit" look={keys.length === 0 ? 'primary' : 'plain'} busy={replace.isPending}>
        {t('save')}
      </Button>
    </form>
  );
}
