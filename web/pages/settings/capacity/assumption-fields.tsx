import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { Assumptions } from './capacity.ts';
import styles from './capacity.module.css';
import { isAssumable, mostAssumed } from './use-assumptions.ts';

export interface AssumptionFieldsProps {
  readonly assumptions: Assumptions;
  readonly onChange: (change: Partial<Assumptions>) => void;
}

/** What people are taken to do. */
export function AssumptionFields({ assumptions, onChange }: AssumptionFieldsProps): ReactNode {
  const { t } = useTranslation('capacity');
  return (
    <fieldset className={styles.assumptions}>
      <legend>{t('assumed')}</legend>
      <NumberField
        label={t('messages')}
        value={assumptions.messages}
        onChange={(messages) => onChange({ messages })}
      />
      <NumberField
        label={t('conversations')}
        value={assumptions.conversations}
        onChange={(conversations) => onChange({ conversations })}
      />
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** What is no such number is said, and the last good one holds. */
function NumberField({ label, value, onChange }: NumberFieldProps): ReactNode {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const [text, setText] = useState(String(value));
  const isGood = isAssumable(Number(text));
  return (
    <TextField
      label={label}
      type="number"
      inputMode="numeric"
      min={1}
      max={mostAssumed}
      step={1}
      error={isGood ? null : t('wrong', { most: formatCount(mostAssumed, language) })}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const amount = Number(event.target.value);
        if (isAssumable(amount)) onChange(amount);
      }}
      onBlur={() => setText(String(value))}
    />
  );
}
