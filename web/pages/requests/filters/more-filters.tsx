import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../components/field.tsx';
import { codes, codeWord } from '../words/codes.ts';
import { strategies } from '../words/strategies.ts';
import { useProviders } from '../words/use-provider-names.ts';
import { ChosenOption } from './chosen-option.tsx';
import { DraftField } from './draft-field.tsx';
import type { FiltersInAddress } from './use-filters.ts';
import { useRouteNames } from './use-route-names.ts';

/** What is narrowed now and then. */
export function MoreFilters({ filters, set }: FiltersInAddress): ReactNode {
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
      <SelectField
        label={t('filter.strategy')}
        value={filters.strategy ?? ''}
        onChange={({ target }) => set('strategy', target.value)}
      >
        <option value="">{t('filter.any')}</option>
        {strategies.map((strategy) => (
          <option key={strategy} value={strategy}>
            {t(`strategy.${strategy}`)}
          </option>
        ))}
        <ChosenOption value={filters.strategy} among={strategies} />
      </SelectField>
      <SelectField
        label={t('filter.code')}
        value={filters.code ?? ''}
        onChange={({ target }) => set('code', target.value)}
      >
        <option value="">{t('filter.any')}</option>
        {codes.map((code) => (
          <option key={code} value={code}>
            {codeWord(t, code)}
          </option>
        ))}
        <ChosenOption value={filters.code} among={codes} />
      </SelectField>
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
