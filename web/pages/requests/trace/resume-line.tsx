import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceResume } from '../../../../src/api/views/trace-view.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './timeline.module.css';

/** Where a text went on, and how it was joined. */
export function ResumeLine({ resume }: { readonly resume: TraceResume }): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const { after_chars: after, overlap_chars: overlap, how } = resume;
  return (
    <p className={styles.resume}>
      {t('resume.after', { count: after, amount: formatCount(after, language) })} {t(`resume.how.${how}`)}{' '}
      {overlap === null
        ? t('resume.unjoined')
        : overlap > 0
          ? t('resume.overlap', { count: overlap, amount: formatCount(overlap, language) })
          : t('resume.clean')}
    </p>
  );
}
