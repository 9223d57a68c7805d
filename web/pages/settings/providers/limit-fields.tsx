import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { useLimitWords } from '../use-limit-words.ts';
import { limitFields, type LimitField, type LimitTexts } from './limits-body.ts';
import styles from './provider-form.module.css';

export interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly wrong: readonly LimitField[];
  readonly onChange: (texts: LimitTexts) => void;
}

/** Requests and tokens a minute and a day. */
export function LimitFields({ texts, wrong, onChange }: LimitFieldsProps): ReactNode {
  const { t } = useTranslation('settings');
  const words = useLimitWords();
  return (
    <div className={styles.pairs}>
      {limitFields.map((field) => (
        <TextField
          key={field.name}
          label={words.name(field)}
          inputMode="numeric"
          placeholder={t('limits.noneSet')}
          error={wrong.includes(field.name) ? t('limits.whole') : null}
          value={texts[field.name]}
          onChange={(event) => onChange({ ...texts, [field.name]: event.target.value })}
        />
      ))}
    </div>
  );
}
