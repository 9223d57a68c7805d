import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { TextField } from '../../../components/field.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useArrival } from '../arrival.tsx';
import { CardList } from '../card-list.tsx';
import { fold } from '../providers/filter-keys.ts';
import { ClientCard } from './client-card.tsx';
import { ClientsBar } from './clients-bar.tsx';
import styles from './clients.module.css';

export interface ClientsProps {
  readonly clients: readonly ClientView[];
  /** Epoch ms of when they were so. */
  readonly at: number;
}

/** Fewer than this are seen at a glance. */
const worthFiltering = 7;

export function Clients({ clients, at }: ClientsProps): ReactNode {
  const { t } = useTranslation('clients');
  const arrival = useArrival();
  const [text, setText] = useState('');
  // What was just made would not be seen.
  if (arrival.isNew && text !== '') setText('');
  const wanted = fold(text);
  const found = clients.filter(({ name, masked }) => fold(`${name} ${masked ?? ''}`).includes(wanted));
  return (
    <>
      <p className="soft">{t('lead')}</p>
      <ClientsBar at={at} />
      {clients.length === 0 && (
        <Notice tone="calm" title={t('empty.title')}>
          {t('empty.next')}
        </Notice>
      )}
      {clients.length >= worthFiltering && (
        <search className={styles.search}>
          <TextField
            label={t('find')}
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="soft figure" role="status">
            {t('found', { count: found.length, total: clients.length })}
          </p>
        </search>
      )}
      {found.length > 0 && (
        <CardList label={t('list')} items={found} idOf={({ id }) => `client-${id}`} first={12}>
          {(client) => <ClientCard client={client} />}
        </CardList>
      )}
    </>
  );
}
