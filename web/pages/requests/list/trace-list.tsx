import type { ReactNode } from 'react';
import { useProviders } from '../../../features/providers.ts';
import type { useTraces } from './use-traces.ts';
import { QueryState } from '../../../components/query-state.tsx';
import { activeFilters, type Filters } from '../filters/filters.ts';
import { ListEnd } from './list-end.tsx';
import { NoTraces } from './no-traces.tsx';
import { TraceTable } from './trace-table.tsx';
import styles from './list.module.css';

export interface TraceListProps {
  readonly query: ReturnType<typeof useTraces>;
  readonly filters: Filters;
  readonly onClear: () => void;
}

export function TraceList({ query, filters, onClear }: TraceListProps): ReactNode {
  // Their names are on the rows: nothing is shown twice.
  const { isPending } = useProviders();
  if (query.data === undefined || isPending) return <QueryState query={query} lines={12} />;
  if (query.isError && !query.isFetchNextPageError) return <QueryState query={query} />;
  const traces = query.data.pages.flatMap((page) => page.traces);
  return (
    <div className={styles.list} aria-busy={query.isPlaceholderData}>
      {traces.length === 0 ? (
        <NoTraces isFiltered={activeFilters(filters).length > 0} onClear={onClear} />
      ) : (
        <>
          <TraceTable traces={traces} />
          <ListEnd query={query} count={traces.length} />
        </>
      )}
    </div>
  );
}
