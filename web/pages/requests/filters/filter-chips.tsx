import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { activeFilters, type FilterName } from './filters.ts';
import { useFilterWord } from './use-filter-word.ts';
import type { FiltersInAddress } from './use-filters.ts';
import styles from './filters.module.css';

/** A chip for each filter that holds; pressed it is dropped, and the focus goes to its neighbour. */
export function FilterChips({ filters, set, clear }: FiltersInAddress): ReactNode {
  const { t } = useTranslation('requests');
  const wordOf = useFilterWord(filters);
  const list = useRef<HTMLUListElement>(null);
  const active = activeFilters(filters);
  const drop = (name: FilterName): void => {
    const chips = [...(list.current?.querySelectorAll('button') ?? [])];
    const index = active.indexOf(name);
    const neighbour = chips[index + 1] ?? chips[index - 1] ?? searchField(list.current);
    neighbour?.focus();
    set(name, '');
  };
  return (
    <div className={styles.chips}>
      <ul ref={list} aria-label={t('filter.active')}>
        {active.map((name) => {
          const text = `${t(`filter.${name}`)}${t('filter.is')}${wordOf(name, filters[name] ?? '')}`;
          return (
            <li key={name}>
              <button
                type="button"
                className={styles.chip}
                aria-label={t('filter.drop', { text })}
                onClick={() => drop(name)}
              >
                <span>{text}</span>
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
      {active.length > 1 && (
        <Button
          look="quiet"
          onClick={() => {
            searchField(list.current)?.focus();
            clear();
          }}
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

/** The one thing of the bar that is always there. */
function searchField(within: HTMLElement | null): HTMLElement | null {
  return within?.closest('search')?.querySelector<HTMLElement>('input[type=search]') ?? null;
}
