import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { useLanding } from '../arrival.tsx';
import item from '../item-card.module.css';
import { TestResult } from '../test/test-result.tsx';
import { useConnectionTest } from '../test/use-connection-test.ts';
import { KeyActions } from './key-actions.tsx';
import { KeyBadge } from './key-badge.tsx';
import { KeyCounts } from './key-counts.tsx';
import { KeyFault } from './key-fault.tsx';
import { KeyNames } from './key-names.tsx';
import { KeyQuotas } from './key-quotas.tsx';
import { KeyVerdict } from './key-verdict.tsx';
import styles from './key-card.module.css';

export interface KeyCardProps {
  readonly value: KeyView;
  readonly provider: ProviderView;
}

/** One key: how it stands, what it did, what it has left, and what can be done with it. */
export const KeyCard = memo(function KeyCard({ value, provider }: KeyCardProps): ReactNode {
  const { t } = useTranslation('settings');
  const test = useConnectionTest('keys', value.id);
  const id = `key-${value.id}`;
  const ref = useLanding<HTMLElement>(id, () => test.mutate());
  return (
    <article ref={ref} id={id} tabIndex={-1} className={item.card} aria-labelledby={`${id}-name`}>
      <header className={item.header}>
        <KeyBadge value={value} />
        <h4 id={`${id}-name`} className={styles.name}>
          <span className="visually-hidden">{t('key.heading', { name: provider.name })} </span>
          {value.masked}
        </h4>
        <KeyVerdict verdict={value.verdict} />
      </header>
      <KeyNames value={value} />
      <KeyCounts value={value} />
      <KeyQuotas quotas={value.quotas} of={value.masked} />
      {value.last_error !== null && <KeyFault error={value.last_error} open={value.status !== 'ready'} />}
      <div className={styles.foot}>
        <KeyActions value={value} provider={provider} test={test} />
        <TestResult test={test} provider={provider} />
      </div>
    </article>
  );
});
