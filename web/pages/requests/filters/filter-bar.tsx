import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceFilters } from './choice-filters.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterToggle } from './filter-toggle.tsx';
import { activeFilters } from './filters.ts';
import { MoreFilters } from './more-filters.tsx';
import { SearchFilter } from './search-filter.tsx';
import type { FiltersInAddress } from './use-filters.ts';
import styles from './filters.module.css';

/** All filters, and a chip for each that holds. Where there is little room, all but the search are folded. */
export function FilterBar(address: FiltersInAddress): ReactNode {
  const { t } = useTranslation('requests');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const toggle = { isOpen, controls: id, onToggle: () => setOpen(!isOpen) };
  return (
    <search className={styles.bar} aria-label={t('filter.label')}>
      <div className={styles.fields} data-open={isOpen}>
        <div className={styles.search}>
          <SearchFilter {...address} />
        </div>
        <FilterToggle {...toggle} className={styles.narrow} text={t('filter.all')} />
        <ChoiceFilters {...address} />
        <FilterToggle {...toggle} className={styles.wide} text={t('filter.more')} />
      </div>
      <div id={id} className={styles.more} hidden={!isOpen}>
        {isOpen && <MoreFilters {...address} />}
      </div>
      {activeFilters(address.filters).length > 0 && <FilterChips {...address} />}
    </search>
  );
}
