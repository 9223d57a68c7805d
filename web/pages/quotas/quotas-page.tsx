import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../src/api/views/quota-view.ts';
import { LiveMark } from '../../features/live-mark.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryState } from '../../components/query-state.tsx';
import { DemoNotice } from '../../features/demo-notice.tsx';
import { useConnection } from '../../features/live.tsx';
import { EventsSection } from './events/events-section.tsx';
import { ForecastSection } from './forecast/forecast-section.tsx';
import { LeftSection } from './left/left-section.tsx';
import { NoKey } from './no-key.tsx';
import { ProvidersSection } from './providers/providers-section.tsx';
import { TodaySection } from './today/today-section.tsx';
import { UsageSection } from './usage/usage-section.tsx';
import { useQuotas } from '../../features/quotas.ts';
import styles from './quotas-page.module.css';

/** What is left of everything, who serves, and how long it lasts. */
export function QuotasPage(): ReactNode {
  const { t } = useTranslation('quotas');
  const quotas = useQuotas();
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        <LiveMark at={quotas.data?.at ?? null} />
      </PageHeader>
      {quotas.data === undefined ? (
        <QueryState query={quotas} lines={12} />
      ) : (
        <Figures quotas={quotas.data} />
      )}
    </>
  );
}

function Figures({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { state } = useConnection();
  const hasKey = quotas.providers.some(({ tier }) => tier !== 'local');
  return (
    <div className={`${styles.page} ${state === 'stale' ? styles.stale : ''}`}>
      <DemoNotice />
      {!hasKey && <NoKey />}
      {hasKey && <LeftSection quotas={quotas} />}
      <TodaySection quotas={quotas} />
      {hasKey && <ForecastSection quotas={quotas} />}
      {quotas.providers.length > 0 && <ProvidersSection quotas={quotas} />}
      <EventsSection quotas={quotas} />
      <UsageSection quotas={quotas} />
    </div>
  );
}
