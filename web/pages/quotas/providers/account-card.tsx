import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountQuotaView } from '../../../../src/api/views/quota-view.ts';
import { AccountKeys } from './account-keys.tsx';
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
  const [open, setOpen] = useState(startsOpen);
  const { keys, left, quotas } = account;
  const [first] = keys;
  const title =
    account.account ?? t('account.alone', { key: first?.label ?? (first?.masked || t('keys.none')) });
  return (
    <div className={styles.account}>
      <Disclosure
        level={5}
        title={title}
        open={open}
        onToggle={setOpen}
        beside={<KeyCounts counts={countKeys(keys)} />}
        always={left.length > 0 && <LeftBars of={title} left={left} />}
      >
        <AccountKeys keys={keys} />
        <QuotaBars of={title} quotas={quotas} />
      </Disclosure>
    </div>
  );
}

function countKeys(
  keys: AccountQuotaView['keys'],
): Record<AccountQuotaView['keys'][number]['status'], number> {
  const counts = { ready: 0, cooling: 0, resting: 0, invalid: 0, disabled: 0 };
  for (const { status } of keys) counts[status] += 1;
  return counts;
}
