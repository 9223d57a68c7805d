import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerdictView } from '../../../../src/api/views/key-view.ts';
import styles from './key-verdict.module.css';

const icons = { excellent: CircleCheck, near_limit: TriangleAlert, problematic: OctagonAlert } as const;

/** What its owner should think of a key. */
export function KeyVerdict({ verdict }: { readonly verdict: VerdictView }): ReactNode {
  const { t } = useTranslation('settings');
  const Icon = icons[verdict];
  return (
    <span className={`${styles.verdict} ${styles[verdict]}`}>
      <Icon size={16} aria-hidden="true" />
      <span className="visually-hidden">{t('verdict.label')}</span>
      {t(`verdict.${verdict}`)}
    </span>
  );
}
