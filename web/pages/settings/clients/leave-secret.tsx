import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import styles from './client-form.module.css';

export interface LeaveSecretProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asked of who closes before the key was copied. */
export function LeaveSecret({ onStay, onLeave }: LeaveSecretProps): ReactNode {
  const { t } = useTranslation('clients');
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <Notice tone="bad" title={t('leave.title')}>
      <p>{t('leave.text')}</p>
      <div className={styles.ways}>
        <Button ref={ref} onClick={onStay}>
          {t('leave.stay')}
        </Button>
        <Button look="danger" onClick={onLeave}>
          {t('leave.leave')}
        </Button>
      </div>
    </Notice>
  );
}
