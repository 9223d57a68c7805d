import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { StaleMark } from '../stale-mark.tsx';
import { AllProviders } from './all-providers.tsx';
import { AssumptionFields } from './assumption-fields.tsx';
import styles from './capacity.module.css';
import { ProviderCapacity } from './provider-capacity.tsx';
import { isOneSize } from './sum-notes.tsx';
import { useAssumptions } from './use-assumptions.ts';

export interface CapacitiesProps {
  readonly providers: readonly ProviderForecastView[];
  readonly quotas: QuotasView;
}

/** All together, then each provider. */
export function Capacities({ providers, quotas }: CapacitiesProps): ReactNode {
  const { t } = useTranslation('capacity');
  const [assumptions, change] = useAssumptions();
  const known = providers.filter((one) => one.capacity_per_account !== null);
  const unknown = providers.filter((one) => one.capacity_per_account === null);
  const servedBy = new Map(quotas.providers.map(({ id, served_today: served }) => [id, served]));
  return (
    <>
      <div className={styles.top}>
        <p className="soft">{t('lead')}</p>
        <StaleMark at={quotas.at} />
      </div>
      <Notice tone="calm" title={t('entitled.title')}>
        {t('entitled.text')}
      </Notice>
      <AssumptionFields assumptions={assumptions} onChange={change} />
      <AllProviders providers={providers} assumptions={assumptions} today={quotas.today.requests} />
      {[known, unknown].map(
        (some, index) =>
          some.length > 0 && (
            <ul key={index === 0 ? 'known' : 'unknown'} className={styles.list}>
              {some.map((provider) => (
                <li key={provider.id}>
                  <ProviderCapacity
                    provider={provider}
                    assumptions={assumptions}
                    today={servedBy.get(provider.id) ?? 0}
                    saysSize={!isOneSize(providers)}
                  />
                </li>
              ))}
            </ul>
          ),
      )}
      <p>
        <Link href="/simulator">{t('simulator')}</Link>
      </p>
    </>
  );
}
