import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProviders } from '../../../features/providers.ts';
import { codes } from '../words/codes.ts';
import { strategies } from '../words/strategies.ts';
import { ChoiceFilter } from './choice-filter.tsx';
import { DraftField } from './draft-field.tsx';
import type { FiltersInAddress } from './use-filters.ts';
import { useRouteNames } from './use-route-names.ts';

/** What is narrowed now and then. */
export function MoreFilters(address: FiltersInAddress): ReactNode {
  const { filters, set } = address;
  const { t } = useTranslation('requests');
  const id = useId();
  const routes = useRouteNames();
  return (
    <>
      <DraftField
        label={t('filter.model')}
        list={`${id}-models`}
        value={filters.model ?? ''}
        onCommit={(text, how) => set('model', text, how)}
      />
      <Suggestions id={`${id}-models`} names={useModelIds(filters.provider)} />
      <DraftField
        label={t('filter.route')}
        list={`${id}-routes`}
        value={filters.route ?? ''}
        onCommit={(text, how) => set('route', text, how)}
      />
      <Suggestions id={`${id}-routes`} names={routes} />
      <ChoiceFilter name="strategy" choices={strategies} {...address} />
      <ChoiceFilter name="code" choices={codes} {...address} />
    </>
  );
}

function Suggestions({ id, names }: { readonly id: string; readonly names: readonly string[] }): ReactNode {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}

function useModelIds(provider: string | undefined): readonly string[] {
  const { data } = useProviders();
  const of = (data?.providers ?? []).filter(({ id, enabled }) =>
    provider === undefined ? enabled : id === provider,
  );
  return [...new Set(of.flatMap(({ models }) => models.map(({ id }) => id)))].toSorted();
}
