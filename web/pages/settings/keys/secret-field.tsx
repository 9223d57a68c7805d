import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { TextField } from '../../../components/field.tsx';
import { OutsideLink } from '../../../components/outside-link.tsx';
import styles from '../dialog-form.module.css';

export interface SecretFieldProps {
  readonly provider: ProviderView;
  /** `account_id:key` where the provider's keys are written so. */
  readonly value: string;
  readonly onChange: (secret: string) => void;
  readonly error: string | null;
  readonly label?: string;
}

/** Where a key is pasted; with the id of the account before it where a provider wants that. It is never shown. */
export function SecretField({ provider, value, onChange, error, label }: SecretFieldProps): ReactNode {
  const { t } = useTranslation('settings');
  const [accountId, setAccountId] = useState('');
  const { name, prefixes, key_url: keyUrl, key_format: format } = provider;
  const [first] = prefixes;
  const key = format === 'account_id:key' ? value.slice(value.indexOf(':') + 1) : value;
  const change = (nextId: string, nextKey: string): void => {
    if (format === 'key' || nextKey.includes(':')) onChange(nextKey);
    else onChange(`${nextId.trim()}:${nextKey}`);
  };
  return (
    <div className={styles.form}>
      {format === 'account_id:key' && (
        <TextField
          label={t('add.accountId')}
          hint={t('add.accountIdHint', { name })}
          required
          value={accountId}
          onChange={(event) => {
            setAccountId(event.target.value);
            change(event.target.value, key);
          }}
        />
      )}
      <TextField
        label={label ?? t('add.secret')}
        type="password"
        required
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        placeholder={first === undefined ? undefined : `${first}…`}
        hint={
          <>
            {first === undefined ? t('add.noPrefix', { name }) : t('add.prefix', { name, prefix: first })}{' '}
            {keyUrl !== null && <OutsideLink href={keyUrl}>{t('add.getKey', { name })}</OutsideLink>}
          </>
        }
        error={error}
        value={key}
        onChange={(event) => change(accountId, event.target.value)}
      />
    </div>
  );
}
