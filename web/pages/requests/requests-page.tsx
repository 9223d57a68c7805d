import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { FilterBar } from './filters/filter-bar.tsx';
import { useFilters } from './filters/use-filters.ts';
import { ExportLinks } from './list/export-links.tsx';
import { LiveBar } from './list/live-bar.tsx';
import { TraceList } from './list/trace-list.tsx';
import { useIsRead } from './list/use-is-read.ts';
import { useLiveTail } from './list/use-live-tail.ts';
import { useRemembered } from './list/use-remembered.ts';
import { useTraces } from './list/use-traces.ts';
import styles from './list/list.module.css';

/** Every request and what became of it, the newest first. */
export function RequestsPage(): ReactNode {
  const { t } = useTranslation('requests');
  const address = useFilters();
  const { filters } = address;
  const [on, setOn] = useRemembered('noria.requests.live', true);
  const list = useRef<HTMLDivElement>(null);
  const isRead = useIsRead(list);
  const query = useTraces(filters);
  const tail = useLiveTail({ filters, on, isRead });
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        <ExportLinks filters={filters} />
      </PageHeader>
      <div className={styles.page}>
        <FilterBar {...address} />
        <LiveBar tail={tail} on={on} onSwitch={setOn} list={list} />
        <div ref={list}>
          <TraceList query={query} filters={filters} onClear={address.clear} />
        </div>
      </div>
    </>
  );
}
