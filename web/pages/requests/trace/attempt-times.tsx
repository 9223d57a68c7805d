import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceAttempt } from '../../../../src/api/views/trace-view.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { formatFine } from './format-fine.ts';
import styles from './timeline.module.css';

/** The bar in words. All times are since the request came in, but how long it took. */
export function AttemptTimes({ attempt }: { readonly attempt: TraceAttempt }): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const { at_ms: at, first_content_ms: first, took_ms: took } = attempt;
  const parts = [
    t('times.asked', { time: formatFine(at, language) }),
    first === null ? null : t('times.first', { time: formatFine(first, language) }),
    took === null ? null : t('times.took', { time: formatFine(took, language) }),
  ].filter((part) => part !== null);
  return <p className={`${styles.times} figure`}>{parts.join(' · ')}</p>;
}
