import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../components/field.tsx';
import type { FilterName } from './filters.ts';
import { useFilterWord } from './use-filter-word.ts';
import type { FiltersInAddress } from './use-filters.ts';

export interface ChoiceFilterProps extends Pick<FiltersInAddress, 'filters' | 'set'> {
  readonly name: FilterName;
  readonly choices: readonly string[];
}

/** One of a list, or any. A value that came with the address and is none of these is shown all the same. */
export function ChoiceFilter({ name, choices, filters, set }: ChoiceFilterProps): ReactNode {
  const { t } = useTranslation('requests');
  const wordOf = useFilterWord(filters);
  const chosen = filters[name] ?? '';
  const all = chosen === '' || choices.includes(chosen) ? choices : [...choices, chosen];
  return (
    <SelectField
      label={t(`filter.${name}`)}
      value={chosen}
      onChange={({ target }) => set(name, target.value)}
    >
      <option value="">{t('filter.any')}</option>
      {all.map((choice) => (
        <option key={choice} value={choice}>
          {wordOf(name, choice)}
        </option>
      ))}
    </SelectField>
  );
}
