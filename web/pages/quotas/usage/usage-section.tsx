import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Section } from '../section.tsx';
import { AppUsage } from './app-usage.tsx';
import { DayUsage } from './day-usage.tsx';

/** What was asked, day by day, and by which app today. */
export function UsageSection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const today = quotas.at.slice(0, 10);
  const { requests } = quotas.today;
  return (
    <>
      <Section title={t('usage.title')} lead={t('usage.days')}>
        <DayUsage today={today} requests={requests} providers={quotas.providers} />
      </Section>
      <Section title={t('usage.byApp')}>
        <AppUsage today={today} requests={requests} />
      </Section>
    </>
  );
}
