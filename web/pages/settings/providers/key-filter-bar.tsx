import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../../../components/field.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { keyStates } from '../keys/key-state.ts';
import type { KeyFilter } from './filter-keys.ts';
import styles from './key-filter-bar.module.css';

export interface KeyFilterBarProps {
  readonly filter: KeyFilter;
  readonly onChange: (filter: KeyFilter) => void;
  readonly shown: number;
  readonly total: number;
}

/** Finds keys among many. */
export function KeyFilterBar({ filter, onChange, shown, total }: KeyFilterBarProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  return (
    <search className={styles.bar}>
      <TextField
        label={t('filter.text')}
        type="search"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <SelectField
        label={t('filter.state')}
        value={filter.state}
        onChange={(event) =>
          onChange({ ...filter, state: keyStates.find((one) => one === event.target.value) ?? 'all' })
        }
      >
        <option value="all">{t('filter.all')}</option>
        {keyStates.map((state) => (
          <option key={state} value={state}>
            {t(`state.${state}`)}
          </option>
        ))}
      </SelectField>
      <p className={`${styles.count} figure`} role="status">
        {t('filter.count', {
          count: shown,
          shown: formatCount(shown, language),
          total: formatCount(total, language),
        })}
      </p>
    </search>
  );
}
