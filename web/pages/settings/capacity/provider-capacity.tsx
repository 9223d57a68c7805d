import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { Card } from '../../../components/card.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { CallSize } from './call-size.tsx';
import { CapacityTable, type CapacityRow } from './capacity-table.tsx';
import { grows, requestsOf, stepsWith, type Assumptions } from './capacity.ts';
import styles from './capacity.module.css';
import { TermsWords } from './terms-words.tsx';

export interface ProviderCapacityProps {
  readonly provider: ProviderForecastView;
  readonly assumptions: Assumptions;
  /** Requests that it served today. */
  readonly today: number;
  /** The requests that it is told in are not those of all. */
  readonly saysSize: boolean;
}

/** What one provider gives by the number of accounts, why, and what it says of several. */
export function ProviderCapacity(props: ProviderCapacityProps): ReactNode {
  const { provider, assumptions, saysSize } = props;
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const { id, name, accounts, keys } = provider;
  const heading = `capacity-${id}`;
  const isKnown = provider.capacity_per_account !== null;
  const told = (count: number): { count: number; amount: string } => ({
    count,
    amount: formatCount(count, language),
  });
  const rows = useRows(props);
  return (
    <Card className={styles.card} aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{name}</h3>
        <p className="soft small figure">
          {t('owned', told(accounts))} · {t('keys', told(keys))}
        </p>
      </header>
      {isKnown && <CapacityTable name={name} rows={rows} assumptions={assumptions} />}
      <div className={`${styles.notes} small`}>
        <p>{t(isKnown ? `scope.${provider.scope}` : 'unknown')}</p>
        {isKnown && saysSize && (
          <p className="soft">
            <CallSize size={provider.call_size} />
          </p>
        )}
        <TermsWords provider={provider} />
      </div>
    </Card>
  );
}

/** Today's requests, then what so many accounts give; the number that is there is marked. */
function useRows({ provider, today }: ProviderCapacityProps): readonly CapacityRow[] {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const { accounts: owned } = provider;
  const first = { id: 'today', head: t('today'), requests: today, isReal: true };
  const steps = grows(provider) ? stepsWith(owned) : [owned];
  return [
    first,
    ...steps.map((accounts) => ({
      id: String(accounts),
      head: (
        <>
          {grows(provider) ? formatCount(accounts, language) : t('any')}{' '}
          {accounts === owned && grows(provider) && <Badge tone="accent">{t('now')}</Badge>}
        </>
      ),
      requests: requestsOf(provider, accounts) ?? 0,
      isReal: accounts === owned,
    })),
  ];
}
