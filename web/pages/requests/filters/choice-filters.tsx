import type { ReactNode } from 'react';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { useProviders } from '../../../features/providers.ts';
import { outcomes } from '../words/outcomes.ts';
import { ChoiceFilter } from './choice-filter.tsx';
import { PeriodFilter } from './period-filter.tsx';
import type { FiltersInAddress } from './use-filters.ts';

/** What is narrowed most often. */
export function ChoiceFilters(address: FiltersInAddress): ReactNode {
  const nameOf = useProviderNames();
  const { data } = useProviders();
  const providers = (data?.providers ?? [])
    .filter(hasServed)
    .map(({ id }) => id)
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
  return (
    <>
      <ChoiceFilter name="outcome" choices={outcomes} {...address} />
      <ChoiceFilter name="provider" choices={providers} {...address} />
      <PeriodFilter {...address} />
    </>
  );
}

/** As far as one can tell: it has a key, or needs none. */
function hasServed({ enabled, keys, key_optional }: ProviderView): boolean {
  return enabled && (key_optional || Object.values(keys).some((count) => count > 0));
}
