import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useTimeWords } from '../wish/use-time-words.ts';
import { formatPoint } from './format-point.ts';

export interface DayWordsProps {
  readonly day: SimulationView;
  readonly isOld: boolean;
}

/** What the day comes to, in two sentences; read out when it is there. */
export function DayWords({ day, isOld }: DayWordsProps): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const timeWords = useTimeWords();
  const { served, hours, failures, first_failure_at: failedAt, first_local_at: localAt } = day;
  const words = { count: served, amount: formatCount(served, language) };
  const time = (at: string): string => formatPoint(at, day.hours, language);
  return (
    <div role="status">
      {!isOld && (
        <Notice tone={failures === 0 ? 'good' : 'warn'}>
          <p>
            <strong>
              {hours === 24
                ? t('day.servedDay', words)
                : t('day.served', { ...words, time: timeWords(hours) })}
            </strong>
          </p>
          <p>
            {failedAt === null ? t('day.noFailure') : t('day.firstFailure', { time: time(failedAt) })}
            {localAt !== null && ` ${t('day.firstLocal', { time: time(localAt) })}`}
          </p>
        </Notice>
      )}
    </div>
  );
}
