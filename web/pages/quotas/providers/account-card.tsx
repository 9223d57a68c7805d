import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountQuotaView } from '../../../../src/api/views/quota-view.ts';
import { AccountKeys } from './account-keys.tsx';
import { countKeys } from './count-keys.ts';
import { Disclosure } from './disclosure.tsx';
import { KeyCounts } from './key-counts.tsx';
import { LeftBars } from './left-bars.tsx';
import { QuotaBars } from './quota-bars.tsx';
import styles from './providers.module.css';

export interface AccountCardProps {
  readonly account: AccountQuotaView;
  readonly startsOpen: boolean;
}

/** An account: what it has left, and, opened, its keys and each model's limits. */
export function AccountCard({ account, startsOpen }: AccountCardProps): ReactNode {
  const { t } = useTranslation('quotas');
  const { keys, left, quotas } = account;
  const [first] = keys;
  const title =
    account.account ?? t('account.alone', { key: first?.label ?? (first?.masked || t('keys.none')) });
  return (
    <div className={styles.account}>
      <Disclosure
        level={5}
        title={title}
        startsOpen={startsOpen}
        beside={<KeyCounts counts={countKeys(keys)} />}
        always={left.length > 0 && <LeftBars of={title} left={left} />}
      >
        <AccountKeys keys={keys} />
        <QuotaBars of={title} quotas={quotas} />
      </Disclosure>
    </div>
  );
}
