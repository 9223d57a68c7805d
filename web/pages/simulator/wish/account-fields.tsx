import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../components/field.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { mostAccounts } from './day-wish.ts';
import { SliderField } from './slider-field.tsx';
import { accountStops } from './stops.ts';
import type { WishFormProps } from './wish-form.tsx';
import styles from './wish.module.css';

/** How many accounts of each provider: those that are here, and more providers as they are chosen. */
export function AccountFields({ wish, choices, isExample, onChange }: WishFormProps): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const { accounts } = wish;
  const change = (id: string, count: number): void => onChange({ accounts: { ...accounts, [id]: count } });
  const shown = Object.keys(accounts);
  return (
    <fieldset className={styles.accounts}>
      <legend>{t('wish.accounts')}</legend>
      <p className="soft small">
        {t('wish.accountsHint')} {t(isExample ? 'wish.example' : 'wish.owned')}
      </p>
      {choices
        .filter(({ id }) => shown.includes(id))
        .map(({ id, name }) => {
          const count = accounts[id] ?? 0;
          return (
            <SliderField
              key={id}
              label={name}
              value={count}
              stops={accountStops}
              most={mostAccounts}
              words={t('wish.accountsWords', { count, amount: formatCount(count, language) })}
              onChange={(value) => change(id, value)}
            />
          );
        })}
      <AddProvider choices={choices.filter(({ id }) => !shown.includes(id))} onAdd={(id) => change(id, 1)} />
    </fieldset>
  );
}

interface AddProviderProps extends Pick<WishFormProps, 'choices'> {
  readonly onAdd: (id: string) => void;
}

function AddProvider({ choices, onAdd }: AddProviderProps): ReactNode {
  const { t } = useTranslation('simulator');
  // Back to «choose» after each.
  const [added, setAdded] = useState(0);
  if (choices.length === 0) return null;
  return (
    <SelectField
      key={added}
      label={t('wish.add')}
      defaultValue=""
      onChange={({ currentTarget }) => {
        if (currentTarget.value === '') return;
        onAdd(currentTarget.value);
        setAdded(added + 1);
      }}
    >
      <option value="">{t('wish.addChoose')}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
