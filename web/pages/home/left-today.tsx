import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LiveMark } from '../../features/live-mark.tsx';
import { useConnection } from '../../features/live.tsx';
import { useLimitWords } from '../../features/limits/use-limit-words.ts';
import { useQuotas } from '../../features/quotas.ts';

/** What is left of today in one line. */
export function LeftToday(): ReactNode {
  const { t } = useTranslation('home');
  const words = useLimitWords();
  const { data } = useQuotas();
  const { state } = useConnection();
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
