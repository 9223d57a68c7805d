import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { AnsweredBy } from '../../../features/answered-by.tsx';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './ask-box.module.css';
import type { Asking } from './use-ask.ts';

/** Who answered and how soon. Its place is kept while nobody is known. */
export function ServedBy({ asking: { served, firstTextMs } }: { readonly asking: Asking }): ReactNode {
  const { t } = useTranslation('home');
  const language = useLanguage();
  if (served === null) return <div className={styles.served} />;
  return (
    <div className={styles.served}>
      <AnsweredBy {...served}>
        {served.isLocal && <span>{t('ask.local')}</span>}
        {firstTextMs !== null && (
          <span className="figure">
            {t('ask.firstText', { time: formatDuration(firstTextMs, language) })}
          </span>
        )}
        {served.attempts > 1 && <span>{t('ask.attempts', { count: served.attempts })}</span>}
        <Link href={`/requests/${served.trace}`}>{t('ask.trace')}</Link>
      </AnsweredBy>
    </div>
  );
}
