import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../../components/meter.tsx';
import { useLimitWords, type Counted } from '../../../features/limits/use-limit-words.ts';
import { Resets } from '../resets.tsx';
import styles from './providers.module.css';

export interface LimitBarProps {
  /** Whose limit it is, for a screen reader. */
  readonly of: string;
  /** `Requests a minute` */
  readonly name: string;
  readonly limit: Counted & {
    readonly limit: number;
    readonly used: number;
    readonly remaining: number;
    readonly resets_at: string | null;
  };
  /** Where the figure comes from, if not from the provider's documentation. */
  readonly source?: string | undefined;
}

/** One limit: its name, what is left of it, and when more comes. */
export function LimitBar({ of, name, limit, source }: LimitBarProps): ReactNode {
  const { t } = useTranslation('quotas');
  const words = useLimitWords();
  const text = t('quota.text', {
    left: words.figure(limit, limit.remaining),
    limit: words.figure(limit, limit.limit),
  });
  return (
    <li className={styles.bar}>
      <span>{name}</span>
      <Meter label={`${of}: ${name}`} used={limit.used} limit={limit.limit} text={text} />
      <span className={styles.barMore}>
        <strong className="figure">{text}</strong>
        <span className="soft small">
          {limit.resets_at === null && limit.remaining >= limit.limit ? (
            t('quota.full')
          ) : (
            <Resets at={limit.resets_at} />
          )}
        </span>
        {source !== undefined && <span className="soft small">{source}</span>}
      </span>
    </li>
  );
}
