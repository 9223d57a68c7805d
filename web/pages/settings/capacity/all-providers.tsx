import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { Card } from '../../../components/card.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { accountSteps, grows, requestsOfAll, type Assumptions } from './capacity.ts';
import { CapacityTable, type CapacityRow } from './capacity-table.tsx';
import styles from './capacity.module.css';
import { SumNotes } from './sum-notes.tsx';

export interface AllProvidersProps {
  readonly providers: readonly ProviderForecastView[];
  readonly assumptions: Assumptions;
  /** Requests of today, of all. */
  readonly today: number;
}

/** All of them together, of those whose limits are known. */
export function AllProviders({ providers, assumptions, today }: AllProvidersProps): ReactNode {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const known = providers.filter((one) => one.capacity_per_account !== null);
  const owned = known.reduce((sum, { accounts }) => sum + accounts, 0);
  const steps = known.some(grows) ? accountSteps : [];
  const rows: readonly CapacityRow[] = [
    { id: 'today', head: t('today'), requests: today, isReal: true },
    {
      id: 'there',
      head: t('there', { count: owned, amount: formatCount(owned, language) }),
      requests: requestsOfAll(known),
      isReal: true,
    },
    ...steps.map((accounts) => ({
      id: String(accounts),
      head: t('each', { count: accounts, amount: accounts }),
      requests: requestsOfAll(known, accounts),
    })),
  ];
  return (
    <Card className={styles.card} aria-labelledby="capacity-all">
      <header>
        <h3 id="capacity-all">{t('all')}</h3>
        <p className="soft small">{t('allHint')}</p>
      </header>
      {known.length === 0 ? (
        <p>{t('nothing')}</p>
      ) : (
        <CapacityTable name={t('all')} rows={rows} assumptions={assumptions} />
      )}
      <SumNotes providers={providers} />
    </Card>
  );
}
