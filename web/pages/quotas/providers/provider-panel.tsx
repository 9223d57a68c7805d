import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { Button } from '../../../components/button.tsx';
import { QueryState } from '../../../components/query-state.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { AccountCard } from './account-card.tsx';
import { LeftBars } from './left-bars.tsx';
import { QuotaBars } from './quota-bars.tsx';
import { pageSize, useAccounts } from './use-accounts.ts';
import styles from './providers.module.css';

/** What an opened provider shows: its limits over all accounts, then each of these. */
export function ProviderPanel({ provider }: { readonly provider: ProviderQuotaView }): ReactNode {
  const { t } = useTranslation('quotas');
  const query = useAccounts(provider);
  if (query.data === undefined) return <QueryState query={query} lines={3} />;
  const accounts = query.data.pages.flatMap((page) => page.accounts);
  const isOne = provider.accounts <= 1;
  return (
    <>
      <h4>{t('providers.accountList')}</h4>
      <ul className={styles.accounts}>
        {accounts.map((account) => (
          <li key={account.account ?? account.keys[0]?.id}>
            <AccountCard account={account} startsOpen={isOne} />
          </li>
        ))}
      </ul>
      <More query={query} shown={accounts.length} total={query.data.pages[0]?.total ?? accounts.length} />
      {!isOne && provider.left.length > 0 && <Sum provider={provider} />}
      {!isOne && (
        <>
          <h4>{t('providers.limits')}</h4>
          <QuotaBars of={provider.name} quotas={provider.quotas} />
        </>
      )}
    </>
  );
}

interface MoreProps {
  readonly query: Pick<ReturnType<typeof useAccounts>, 'fetchNextPage' | 'isFetchingNextPage'>;
  readonly shown: number;
  readonly total: number;
}

function More({ query, shown, total }: MoreProps): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  if (shown >= total) return null;
  const count = Math.min(pageSize, total - shown);
  return (
    <div className={styles.more}>
      <span className="soft figure">
        {t('providers.shown', { shown: formatCount(shown, language), total: formatCount(total, language) })}
      </span>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('providers.more', { count, amount: formatCount(count, language) })}
      </Button>
    </div>
  );
}

/** The accounts above add up to this. */
function Sum({ provider: { name, accounts, left } }: { readonly provider: ProviderQuotaView }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  return (
    <div className={styles.sum}>
      <h4>{t('providers.sum', { count: accounts, amount: formatCount(accounts, language) })}</h4>
      <LeftBars of={name} left={left} />
    </div>
  );
}
