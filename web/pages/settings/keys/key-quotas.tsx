import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';
import { LimitBars } from '../limit-bars.tsx';
import { QuotaTable } from './quota-table.tsx';
import { tightestQuotas } from './tightest-quotas.ts';
import styles from './key-quotas.module.css';

/** What the account of a key has left: the limits that bind first as bars, all of them on demand. */
export function KeyQuotas({
  quotas,
  of,
}: {
  readonly quotas: readonly QuotaView[];
  readonly of: string;
}): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const shown = tightestQuotas(quotas);
  if (shown.length === 0) return <p className="soft small">{t('quota.none')}</p>;
  return (
    <div className={styles.quotas}>
      <LimitBars limits={shown} of={of} />
      {quotas.length > shown.length && (
        <details className={styles.all} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('quota.all', { count: quotas.length })}</summary>
          {open && <QuotaTable quotas={quotas} of={of} />}
        </details>
      )}
    </div>
  );
}
