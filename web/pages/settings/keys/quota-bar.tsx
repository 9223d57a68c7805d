import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';
import { Meter } from '../../../components/meter.tsx';
import { Moment } from '../../../components/moment.tsx';
import { formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useLimitWords } from '../use-limit-words.ts';
import styles from './key-quotas.module.css';

export interface QuotaBarProps {
  readonly quota: QuotaView;
  /** The key, for who hears only the bar. */
  readonly of: string;
}

/** What is left of one limit, and when it is back in the reader's time zone. */
export function QuotaBar({ quota, of }: QuotaBarProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const words = useLimitWords();
  const { limit, used, remaining, resets_at: resetsAt } = quota;
  const name = words.name(quota);
  const left = t('quota.left', { left: words.amount(quota, remaining), limit: words.amount(quota, limit) });
  const back = resetsAt === null ? '' : `, ${t('quota.back', { time: formatMoment(resetsAt, language) })}`;
  const place = quota.model ?? quota.group;
  return (
    <div className={styles.bar}>
      <p className={styles.head}>
        <span className={styles.name}>{name}</span>
        {place !== undefined && (
          <span className={styles.place} title={place}>
            {place.slice(place.lastIndexOf('/') + 1)}
          </span>
        )}
      </p>
      <Meter label={`${name}, ${of}`} used={used} limit={limit} text={left + back} />
      <p className={styles.below}>
        <span className="figure">{left}</span>
        {resetsAt !== null && (
          <span className="soft">
            {t('quota.backAt')} <Moment at={resetsAt} />
          </span>
        )}
      </p>
    </div>
  );
}
