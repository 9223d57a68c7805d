import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { useLanding } from '../arrival.tsx';
import item from '../item-card.module.css';
import { LimitBars } from '../limit-bars.tsx';
import { ClientActions } from './client-actions.tsx';
import { ClientBadge } from './client-badge.tsx';
import { ClientCounts } from './client-counts.tsx';
import { ClientFacts } from './client-facts.tsx';
import { ClientRights } from './client-rights.tsx';
import styles from './client-card.module.css';

export interface ClientCardProps {
  readonly client: ClientView;
}

/** One client key: how it stands, what it did, what it may do, and what can be done with it. */
export const ClientCard = memo(function ClientCard({ client }: ClientCardProps): ReactNode {
  const { t } = useTranslation('clients');
  const id = `client-${client.id}`;
  const ref = useLanding<HTMLElement>(id);
  return (
    <article ref={ref} id={id} tabIndex={-1} className={item.card} aria-labelledby={`${id}-name`}>
      <header className={item.header}>
        <ClientBadge status={client.status} />
        <h3 id={`${id}-name`} className={styles.name}>
          {client.name}
        </h3>
        {client.masked !== null && (
          <code className={styles.masked} title={t('masked')}>
            {client.masked}
          </code>
        )}
      </header>
      <ClientFacts client={client} />
      <ClientCounts usage={client.usage} />
      {client.quotas.length === 0 ? (
        <p className="soft small">{t('noLimits')}</p>
      ) : (
        <LimitBars limits={client.quotas} of={client.name} />
      )}
      <ClientRights client={client} />
      <ClientActions client={client} />
    </article>
  );
});
