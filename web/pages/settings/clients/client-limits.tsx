import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientQuotaView } from '../../../../src/api/views/client-view.ts';
import { Meter } from '../../../components/meter.tsx';
import { Moment } from '../../../components/moment.tsx';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { ClientCardProps } from './client-card.tsx';
import styles from './client-card.module.css';

/** What is left of the limits of a client key. */
export function ClientLimits({ client }: ClientCardProps): ReactNode {
  const { t } = useTranslation('clients');
  const { quotas, name } = client;
  if (quotas.length === 0) return <p className="soft small">{t('limits.none')}</p>;
  return (
    <div className={styles.bars}>
      {quotas.map((quota) => (
        <LimitBar key={quota.unit} quota={quota} of={name} />
      ))}
    </div>
  );
}

function LimitBar({ quota, of }: { readonly quota: ClientQuotaView; readonly of: string }): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const words = useLimitWords();
  const { limit, used, remaining, resets_at: resetsAt, window } = quota;
  const name = words.perWindow({ ...quota, window: window ?? 'now' });
  const left = t('limits.left', { left: words.figure(quota, remaining), limit: words.figure(quota, limit) });
  const back = resetsAt === null ? '' : `, ${t('limits.back')} ${formatMoment(resetsAt, language)}`;
  return (
    <div className={styles.bar}>
      <p className={styles.limit}>{name}</p>
      <Meter label={`${name}, ${of}`} used={used} limit={limit} text={left + back} />
      <p className={styles.below}>
        <span className="figure">{left}</span>
        {resetsAt !== null && (
          <span className="soft">
            {t('limits.back')} <Moment at={resetsAt} />
          </span>
        )}
      </p>
    </div>
  );
}
