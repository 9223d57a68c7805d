import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Notice } from '../../../components/notice.tsx';
import { QueryState } from '../../../components/query-state.tsx';
import { useForecast } from '../../../features/forecast.ts';
import { useQuotas } from '../../../features/quotas.ts';
import { Capacities } from './capacities.tsx';

/** What the accounts give a day, and what more of them would. */
export function CapacitySection(): ReactNode {
  const { t } = useTranslation('capacity');
  const quotas = useQuotas();
  const forecast = useForecast(quotas.data?.today.requests ?? 0);
  if (quotas.data === undefined) return <QueryState query={quotas} lines={8} />;
  if (forecast.data === undefined) return <QueryState query={forecast} lines={8} />;
  if (forecast.data.providers.length > 0)
    return <Capacities providers={forecast.data.providers} quotas={quotas.data} />;
  return (
    <Notice tone="calm" title={t('empty.title')} action={<a href="#providers">{t('empty.add')}</a>}>
      <p>{t('empty.next')}</p>
      <p>
        <Link href="/simulator">{t('simulator')}</Link>
      </p>
    </Notice>
  );
}
