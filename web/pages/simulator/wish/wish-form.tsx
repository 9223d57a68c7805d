import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Card } from '../../../components/card.tsx';
import { AccountFields } from './account-fields.tsx';
import type { DayWish } from './day-wish.ts';
import { LocalFields } from './local-fields.tsx';
import { TrafficFields } from './traffic-fields.tsx';
import styles from './wish.module.css';

export interface WishFormProps {
  readonly wish: DayWish;
  readonly choices: readonly ProviderView[];
  readonly isExample: boolean;
  readonly onChange: (change: Partial<DayWish>) => void;
}

/** Traffic and keys, by sliders. There is no button: the day follows. */
export function WishForm({ wish, choices, isExample, onChange }: WishFormProps): ReactNode {
  const { t } = useTranslation('simulator');
  return (
    <Card className={styles.form}>
      <h2>{t('wish.title')}</h2>
      <TrafficFields wish={wish} onChange={onChange} />
      <AccountFields wish={wish} choices={choices} isExample={isExample} onChange={onChange} />
      <LocalFields wish={wish} onChange={onChange} />
    </Card>
  );
}
