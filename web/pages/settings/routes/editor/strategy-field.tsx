import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StrategyView } from '../../../../../src/api/views/route-view.ts';
import styles from './strategy-field.module.css';

export interface StrategyFieldProps {
  readonly value: StrategyView | null;
  readonly error: string | null;
  readonly onChange: (value: StrategyView | null) => void;
}

const strategies = [null, 'cascade', 'race', 'hedge'] as const satisfies readonly (StrategyView | null)[];

/** How many are asked at once, each way with what it means. */
export function StrategyField({ value, error, onChange }: StrategyFieldProps): ReactNode {
  const { t } = useTranslation('routes');
  const id = useId();
  return (
    <fieldset className={styles.field}>
      <legend>{t('strategy.label')}</legend>
      {strategies.map((strategy) => {
        const name = strategy ?? 'auto';
        return (
          <div key={name} className={styles.choice}>
            <input
              type="radio"
              id={`${id}-${name}`}
              name={id}
              checked={value === strategy}
              aria-describedby={`${id}-${name}-hint`}
              onChange={() => onChange(strategy)}
            />
            <label htmlFor={`${id}-${name}`}>{t(`strategy.${name}.name`)}</label>
            <p id={`${id}-${name}-hint`}>{t(`strategy.${name}.hint`)}</p>
          </div>
        );
      })}
      {error !== null && (
        <p className={styles.error} role="alert" lang="en">
          {error}
        </p>
      )}
    </fieldset>
  );
}
