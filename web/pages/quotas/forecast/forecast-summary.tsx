import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { formatAgo, formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNow } from '../../../lib/use-now.ts';
import { exhaustion } from './exhaustion.ts';

/** The hour at which the first of them runs out, in a sentence. */
export function ForecastSummary({
  providers,
}: {
  readonly providers: readonly ProviderForecastView[];
}): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const now = useNow();
  const { next, out, allAt } = exhaustion(providers, now);
  if (next === null && out.length === 0) return <Notice tone="good">{t('forecast.enough')}</Notice>;
  const moment = (at: string): string => formatMoment(at, language, new Date(now));
  return (
    <Notice tone="warn">
      {out.map((name) => (
        <p key={name}>{t('forecast.out', { provider: name })}</p>
      ))}
      {next !== null && (
        <p className="figure">
          {t('forecast.first', {
            provider: next.name,
            time: moment(next.at),
            wait: formatAgo(next.at, language, now),
          })}
        </p>
      )}
      {allAt !== null && <p className="figure">{t('forecast.last', { time: moment(allAt) })}</p>}
    </Notice>
  );
}
