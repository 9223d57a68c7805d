import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../components/meter.tsx';
import { Moment } from '../../components/moment.tsx';
import { useLimitWords, type Counted } from '../../features/limits/use-limit-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import styles from './limit-bars.module.css';

interface Limit extends Counted {
  /** null = it counts only running calls. */
  readonly window: string | null;
  readonly model?: string;
  readonly group?: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resets_at: string | null;
}

export interface LimitBarsProps {
  /** One of a unit. */
  readonly limits: readonly Limit[];
  /** Whose they are, for who hears only the bar. */
  readonly of: string;
}

/** What is left of each limit, and when it is back in the reader's time zone. */
export function LimitBars({ limits, of }: LimitBarsProps): ReactNode {
  return (
    <div className={styles.bars}>
      {limits.map((limit) => (
        <LimitBar key={limit.unit} value={limit} of={of} />
      ))}
    </div>
  );
}

function LimitBar({ value, of }: { readonly value: Limit; readonly of: string }): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const words = useLimitWords();
  const { limit, used, remaining, resets_at: resetsAt, window, model, group } = value;
  const name = words.perWindow({ ...value, window: window ?? 'now' });
  const left = t('quota.left', { left: words.figure(value, remaining), limit: words.figure(value, limit) });
  const back = resetsAt === null ? '' : `, ${t('quota.back', { time: formatMoment(resetsAt, language) })}`;
  const place = model ?? group;
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
