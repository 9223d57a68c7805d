import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import styles from './table.module.css';

/** What was asked for, and how that was understood. */
export function Asked({ trace }: { readonly trace: TraceView }): ReactNode {
  const { t } = useTranslation('requests');
  const { asked, route, strategy, purpose } = trace;
  const parts = [
    route === '' || route === asked ? null : route,
    strategy === null ? null : t(`strategy.${strategy}`),
    purpose === null ? null : t('purpose', { purpose }),
  ].filter((part) => part !== null);
  return (
    <>
      <span className={styles.main}>{asked ?? t('askedNothing')}</span>
      {parts.length > 0 && <span className={styles.second}>{parts.join(' · ')}</span>}
    </>
  );
}
