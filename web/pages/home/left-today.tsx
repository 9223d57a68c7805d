import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LiveMark } from '../../components/live-mark.tsx';
import { useLive } from '../../features/live.tsx';
import { useLimitWords } from '../../features/limits/use-limit-words.ts';
import { useQuotas } from './use-quotas.ts';

/** What is left of today in one line. */
export function LeftToday(): ReactNode {
  const { t } = useTranslation('home');
  const words = useLimitWords();
  const { data } = useQuotas();
  const { state } = useLive();
  const days = data?.totals.filter(({ window, side }) => window === 'day' && side === undefined) ?? [];
  return (
    <p>
      <strong className="figure">
        {days.length === 0
          ? t('left.unknown')
          : days.map((left) => words.amount(left, left.remaining)).join(' · ')}
      </strong>{' '}
      <Link href="/quotas">{t('left.more')}</Link> {state === 'stale' && <LiveMark at={data?.at ?? null} />}
    </p>
  );
}
