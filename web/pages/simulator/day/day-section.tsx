import { Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { CodeBlock } from '../../../components/code-block.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { commandOf, faultOf, mostRequests, requestsOf, type DayWish } from '../wish/day-wish.ts';
import { DayFailed } from './day-failed.tsx';
import { DayFigures } from './day-figures.tsx';
import { useDay } from './use-day.ts';
import { useSettled } from './use-settled.ts';
import styles from './day.module.css';

export interface DaySectionProps {
  readonly wish: DayWish;
  readonly choices: readonly ProviderView[];
}

const pauseMs = 400;

/** What becomes of the day, a short pause after the last change. */
export function DaySection({ wish, choices }: DaySectionProps): ReactNode {
  const { t } = useTranslation('simulator');
  const settled = useSettled(wish, pauseMs);
  const day = useDay(settled);
  const fault = faultOf(wish);
  const command = commandOf(wish);
  const isRunning = fault === null && (day.isFetching || settled !== wish);
  return (
    <section className={styles.day} aria-labelledby="day-title" aria-busy={isRunning}>
      <div className={styles.head}>
        <h2 id="day-title">{t('day.title')}</h2>
        {isRunning && (
          <Badge tone="calm" icon={Hourglass}>
            {t('day.running')}
          </Badge>
        )}
      </div>
      {fault !== null && <Fault wish={wish} fault={fault} />}
      {fault === null && day.error !== null && !isRunning && (
        <DayFailed error={day.error} onRetry={() => void day.refetch()} />
      )}
      {fault === null && day.data === undefined && (day.error === null || isRunning) && (
        <Skeleton lines={10} />
      )}
      {fault === null && day.data !== undefined && (day.error === null || isRunning) && (
        <DayFigures day={day.data} choices={choices} isOld={isRunning} />
      )}
      {fault === null && command !== null && (
        <div className={styles.command}>
          <h3>{t('command.title')}</h3>
          <CodeBlock text={command} label={t('command.label')} />
        </div>
      )}
    </section>
  );
}

interface FaultProps {
  readonly wish: DayWish;
  readonly fault: 'tooMany' | 'nobody';
}

function Fault({ wish, fault }: FaultProps): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  return (
    <Notice tone="warn">
      {t(`wish.${fault}`, {
        amount: formatCount(requestsOf(wish), language),
        most: formatCount(mostRequests, language),
      })}
    </Notice>
  );
}
