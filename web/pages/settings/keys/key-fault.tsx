import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { Moment } from '../../../components/moment.tsx';
import { keyFaults } from '../../../features/faults/fault-classes.ts';
import styles from './key-fault.module.css';

export interface KeyFaultProps {
  readonly error: NonNullable<KeyView['last_error']>;
  /** The key cannot serve now: what to do about it is shown at once. */
  readonly open: boolean;
}

/** The last error in words: when, what was the cause; what to do and the provider's own words below. */
export function KeyFault({ error, open }: KeyFaultProps): ReactNode {
  const { t } = useTranslation('settings');
  const name = keyFaults.find((one) => one === error.class) ?? 'unknown';
  return (
    <details className={styles.fault} open={open}>
      <summary>
        <span className="soft">
          {t('fault.label')} (<Moment at={error.at} />){t('fault.colon')}
        </span>{' '}
        <strong>{t(`fault.${name}.cause`)}</strong>
      </summary>
      <p>{t(`fault.${name}.next`)}</p>
      {error.message !== '' && (
        <p className={styles.said}>
          {t('fault.said')} {/* In whatever language the provider speaks. */}
          <q lang="en">{error.message}</q>
        </p>
      )}
    </details>
  );
}
