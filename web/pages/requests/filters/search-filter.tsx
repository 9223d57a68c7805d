import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftField } from './draft-field.tsx';
import type { FiltersInAddress } from './use-filters.ts';

/** Looks for a text in all that a trace says. */
export function SearchFilter({ filters, set }: FiltersInAddress): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <DraftField
      label={t('filter.q')}
      placeholder={t('filter.qExample')}
      type="search"
      maxLength={200}
      value={filters.q ?? ''}
      onCommit={(text, how) => set('q', text, how)}
    />
  );
}
