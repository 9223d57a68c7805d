import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Section } from '../section.tsx';
import { ProviderCard } from './provider-card.tsx';
import styles from './providers.module.css';

/** Each provider, and what lies in it: accounts, keys, models. */
export function ProvidersSection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  return (
    <Section title={t('providers.title')} lead={t('providers.lead')}>
      <div className={styles.providers}>
        {quotas.providers.map((provider) => (
          <ProviderCard
            key={provider.id}
            provider={provider}
            isActive={provider.id === quotas.active_provider}
          />
        ))}
      </div>
    </Section>
  );
}
