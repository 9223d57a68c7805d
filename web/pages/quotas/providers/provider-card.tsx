import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Radio } from 'lucide-react';
import type { ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { Card } from '../../../components/card.tsx';
import { SimulatedBadge } from '../../../components/simulated-badge.tsx';
import { useIsSimulated } from '../../../features/demo.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Disclosure } from './disclosure.tsx';
import { KeyCounts } from './key-counts.tsx';
import { LeftBars } from './left-bars.tsx';
import { ProviderPanel } from './provider-panel.tsx';
import { ProviderState } from './provider-state.tsx';
import styles from './providers.module.css';

export interface ProviderCardProps {
  readonly provider: ProviderQuotaView;
  /** It would serve `auto` now. */
  readonly isActive: boolean;
}

export function ProviderCard({ provider, isActive }: ProviderCardProps): ReactNode {
  const { t } = useTranslation('quotas');
  const isSimulated = useIsSimulated();
  const { name, tier, left } = provider;
  return (
    <Card className={styles.provider}>
      <Disclosure
        level={3}
        title={name}
        beside={
          <>
            {isActive && (
              <Badge tone="accent" icon={Radio}>
                {t('providers.serving')}
              </Badge>
            )}
            {isSimulated(provider.id) && <SimulatedBadge />}
            <ProviderState status={provider.status} />
            {(tier === 'local' || tier === 'paid') && <Badge tone="calm">{t(`providers.${tier}`)}</Badge>}
            <Facts provider={provider} />
          </>
        }
        always={
          left.length > 0 ? (
            <LeftBars of={name} left={left} />
          ) : (
            <p className="soft small">{t('providers.unlimited')}</p>
          )
        }
      >
        <ProviderPanel provider={provider} />
      </Disclosure>
    </Card>
  );
}

/** What it has served, and how its accounts and keys stand. */
function Facts({ provider }: Pick<ProviderCardProps, 'provider'>): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const { tier, keys, accounts, served_today: served } = provider;
  return (
    <div className={styles.facts}>
      <span className="figure">
        {t('providers.served', { count: served, amount: formatCount(served, language) })}
      </span>
      {tier !== 'local' && (
        <>
          <span className="figure soft">
            {t('providers.accounts', { count: accounts, amount: formatCount(accounts, language) })}
          </span>
          <KeyCounts counts={keys} />
        </>
      )}
    </div>
  );
}
