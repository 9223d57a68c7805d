import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import styles from './client-form.module.css';
import type { ClientTexts } from './client-texts.ts';
import type { FaultAt } from './use-field-faults.tsx';

const limits = [
  { name: 'requests', unit: 'requests', window: 'minute' },
  { name: 'tokens', unit: 'tokens', window: 'day' },
] as const;

export interface LimitFieldsProps {
  readonly texts: ClientTexts;
  readonly set: (change: Partial<ClientTexts>) => void;
  readonly faultAt: FaultAt;
}

/** How much it may use of the whole. */
export function LimitFields({ texts, set, faultAt }: LimitFieldsProps): ReactNode {
  const { t } = useTranslation('clients');
  const words = useLimitWords();
  return (
    <div className={styles.pair}>
      {limits.map((limit) => (
        <TextField
          key={limit.name}
          label={words.perWindow(limit)}
          inputMode="numeric"
          placeholder={t('form.noLimit')}
          error={faultAt(limit.name)}
          value={texts[limit.name]}
          onChange={(event) => set({ [limit.name]: event.target.value })}
        />
      ))}
    </div>
  );
}
