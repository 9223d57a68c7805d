import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatCountdown, formatExact, formatMoment } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import { useNow } from '../../lib/use-now.ts';

const dayMs = 86_400_000;

/** When something comes back, in the reader's time zone, and how long that is. `at`: ISO; null = nothing is to come back. */
export function Resets({ at }: { readonly at: string | null }): ReactNode {
  return at === null ? null : <Counting at={at} />;
}

function Counting({ at }: { readonly at: string }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const now = useNow();
  const leftMs = Date.parse(at) - now;
  const time = formatMoment(at, language, new Date(now));
  return (
    <time dateTime={at} title={formatExact(at, language)} className="figure">
      {leftMs <= 0 && t('resets.now')}
      {leftMs > 0 && leftMs < dayMs && t('resets.from', { time, wait: formatCountdown(leftMs) })}
      {leftMs >= dayMs && t('resets.date', { time, wait: formatAgo(at, language, now) })}
    </time>
  );
}
