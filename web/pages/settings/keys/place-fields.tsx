import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { AccountNames } from './account-names.tsx';
import type { KeyPlace } from './key-place.ts';

export interface PlaceFieldsProps {
  readonly place: KeyPlace;
  readonly onChange: (place: KeyPlace) => void;
  /** Id of the provider whose key it is. */
  readonly provider: string;
}

/** Label and account of a key. */
export function PlaceFields({ place, onChange, provider }: PlaceFieldsProps): ReactNode {
  const { t } = useTranslation('settings');
  const names = useId();
  return (
    <>
      <TextField
        label={t('add.label')}
        hint={t('add.labelHint')}
        maxLength={200}
        value={place.label}
        onChange={(event) => onChange({ ...place, label: event.target.value })}
      />
      <TextField
        label={t('add.account')}
        hint={t('add.accountHint')}
        maxLength={200}
        list={names}
        value={place.account}
        onChange={(event) => onChange({ ...place, account: event.target.value })}
      />
      <AccountNames id={names} provider={provider} />
    </>
  );
}
