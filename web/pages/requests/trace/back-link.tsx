import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { listAddress } from '../last-list.ts';
import styles from './trace.module.css';

/** To the list as it was left. */
export function BackLink(): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <Link href={listAddress()} className={styles.back}>
      <ArrowLeft size={16} aria-hidden="true" />
      {t('trace.back')}
    </Link>
  );
}
