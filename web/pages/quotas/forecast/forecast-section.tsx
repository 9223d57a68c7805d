import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { QueryState } from '../../../components/query-state.tsx';
import { useForecast } from '../../../features/forecast.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Section } from '../section.tsx';
import { ForecastSummary } from './forecast-summary.tsx';
import { ForecastTable } from './forecast-table.tsx';

/** How long it lasts, and what another account would bring. */
export function ForecastSection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const forecast = useForecast(quotas.today.requests);
  const { data } = forecast;
  if (data === undefined)
    return (
      <Section title={t('forecast.title')}>
        <QueryState query={forecast} lines={5} />
      </Section>
    );
  return (
    <Section
      title={t('forecast.title')}
      lead={t('forecast.lead', { time: formatMoment(data.since, language) })}
    >
      <ForecastSummary providers={data.providers} />
      {data.providers.length > 0 && <ForecastTable providers={data.providers} />}
    </Section>
  );
}
