import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { SelectField } from '../../../components/field.tsx';
import { outcomes } from '../words/outcomes.ts';
import { useProviderName, useProviders } from '../words/use-provider-names.ts';
import { ChosenOption } from './chosen-option.tsx';
import { PeriodFilter } from './period-filter.tsx';
import type { FiltersInAddress } from './use-filters.ts';

/** What is narrowed most often. */
export function ChoiceFilters(address: FiltersInAddress): ReactNode {
  const { t } = useTranslation('requests');
  const { filters, set } = address;
  const nameOf = useProviderName();
  const { data } = useProviders();
  const providers = (data?.providers ?? [])
    .filter(hasServed)
    .map(({ id }) => id)
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
  return (
    <>
      <SelectField
        label={t('filter.outcome')}
        value={filters.outcome ?? ''}
        onChange={({ target }) => set('outcome', target.value)}
      >
        <option value="">{t('filter.any')}</option>
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {t(`outcome.${outcome}`)}
          </option>
        ))}
        <ChosenOption value={filters.outcome} among={outcomes} />
      </SelectField>
      <SelectField
        label={t('filter.provider')}
        value={filters.provider ?? ''}
        onChange={({ target }) => set('provider', target.value)}
      >
        <option value="">{t('filter.any')}</option>
        {providers.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
        <ChosenOption value={filters.provider} among={providers} word={nameOf} />
      </SelectField>
      <PeriodFilter {...address} />
    </>
  );
}

/** As far as one can tell: it has a key, or needs none. */
function hasServed({ enabled, keys, key_optional }: ProviderView): boolean {
  return enabled && (key_optional || Object.values(keys).some((count) => count > 0));
}
