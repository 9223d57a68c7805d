import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './timeline.module.css';

/** What the looks of a bar mean. */
export function Legend(): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <p className={styles.legend} aria-hidden="true">
      <span className={styles.keyBefore}>{t('timeline.before')}</span>
      <span className={styles.keyFirst}>{t('timeline.first')}</span>
      <span className={styles.keyAfter}>{t('timeline.after')}</span>
    </p>
  );
}
