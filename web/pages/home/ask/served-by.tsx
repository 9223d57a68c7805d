import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { SimulatedBadge } from '../../../components/simulated-badge.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './ask-box.module.css';
import type { Asking } from './use-ask.ts';

/** Who answered and how soon. Its place is kept while nobody is known. */
export function ServedBy({ asking: { served, firstTextMs } }: { readonly asking: Asking }): ReactNode {
  const { t } = useTranslation('home');
  const language = useLanguage();
  const nameOf = useProviderNames();
  if (served === null) return <p className={styles.served} />;
  return (
    <p className={styles.served}>
      {served.isSimulated && <SimulatedBadge />}
      <strong>{nameOf(served.provider)}</strong>
      <span className="mono">{served.model}</span>
      {served.isLocal && <span>{t('ask.local')}</span>}
      {firstTextMs !== null && (
        <span className="figure">{t('ask.firstText', { time: formatDuration(firstTextMs, language) })}</span>
      )}
      {served.attempts > 1 && <span>{t('ask.attempts', { count: served.attempts })}</span>}
      <Link href={`/requests/${served.trace}`}>{t('ask.trace')}</Link>
    </p>
  );
}
