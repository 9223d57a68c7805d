import { useCallback, useMemo } from 'react';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { changed, pageAddress, readFilters, type FilterName, type Filters } from './filters.ts';

export interface FiltersInAddress {
  readonly filters: Filters;
  /** '' takes it away. `replace`: no step of its own for the back button, as while somebody types. */
  readonly set: (name: FilterName, value: string, how?: { readonly replace: boolean }) => void;
  readonly clear: () => void;
}

/** The filters, which live in the address: it can be shared, and the back button works. */
export function useFilters(): FiltersInAddress {
  const search = useSearch();
  const filters = useMemo(() => readFilters(search), [search]);
  const set = useCallback<FiltersInAddress['set']>((name, value, how = { replace: false }) => {
    // Not those of the last rendering: two changes may come in one turn.
    const next = pageAddress(changed(readFilters(location.search), name, value));
    if (next !== location.pathname + location.search) navigate(next, how);
  }, []);
  const clear = useCallback(() => navigate(pageAddress({})), []);
  return { filters, set, clear };
}
