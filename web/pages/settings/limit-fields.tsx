import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/field.tsx';
import { useLimitWords } from '../../features/limits/use-limit-words.ts';
import styles from './dialog-form.module.css';

export interface LimitFieldsProps<Name extends string> {
  readonly fields: readonly { readonly name: Name; readonly unit: string; readonly window: string }[];
  readonly texts: Readonly<Record<Name, string>>;
  readonly faultAt: (name: Name) => string | ReactElement | null;
  readonly onChange: (change: Partial<Record<Name, string>>) => void;
}

/** A field for each limit; an empty one sets none. */
export function LimitFields<Name extends string>(props: LimitFieldsProps<Name>): ReactNode {
  const { fields, texts, faultAt, onChange } = props;
  const { t } = useTranslation('settings');
  const words = useLimitWords();
  return (
    <div className={styles.pairs}>
      {fields.map((field) => (
        <TextField
          key={field.name}
          label={words.perWindow(field)}
          inputMode="numeric"
          placeholder={t('limits.noneSet')}
          error={faultAt(field.name)}
          value={texts[field.name]}
          onChange={(event) =>
            onChange({ [field.name]: event.target.value } as Partial<Record<Name, string>>)
          }
        />
      ))}
    </div>
  );
}
