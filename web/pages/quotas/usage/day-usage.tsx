import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Card } from '../../../components/card.tsx';
import { Chart } from '../../../components/chart/chart.tsx';
import { QueryState } from '../../../components/query-state.tsx';
import { providerNames } from '../../../features/provider-names.ts';
import { dateFormat } from '../../../lib/formatters.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { daysUntil } from './days.ts';
import { usageSeries } from './usage-series.ts';
import { useUsage } from './use-usage.ts';

export interface DayUsageProps extends Pick<QuotasView, 'providers'> {
  /** In UTC. */
  readonly today: string;
  /** Those of today. */
  readonly requests: number;
}

const shownDays = 30;

/** Requests of the last days by provider. */
export function DayUsage({ today, requests, providers }: DayUsageProps): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const days = useMemo(() => daysUntil(today, shownDays), [today]);
  const usage = useUsage({ from: days[0] ?? today, to: today, by: 'day,provider', requests });
  const rows = usage.data?.rows;
  // New figures come each second; these names hardly ever change.
  const known = JSON.stringify(providers.map(({ id, name }) => ({ id, name })));
  const chart = useMemo(() => {
    const short = dateFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    return {
      labels: days.map((day) => short.format(new Date(day))),
      series: usageSeries(rows ?? [], days, {
        provider: providerNames(JSON.parse(known) as { id: string; name: string }[]),
        nobody: t('usage.nobody'),
        others: t('usage.others'),
      }),
    };
  }, [rows, days, known, language, t]);
  if (rows === undefined) return <QueryState query={usage} lines={8} />;
  return (
    <Card>
      {chart.series.length === 0 ? (
        <p className="soft">{t('usage.none')}</p>
      ) : (
        <Chart {...chart} caption={t('usage.byProvider')} labelName={t('usage.day')} />
      )}
    </Card>
  );
}
