import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { useArrival } from '../arrival.tsx';
import { useExpiry } from '../keys/use-expiry.ts';
import { filterKeys, isFiltering, noFilter } from './filter-keys.ts';
import { IdleProviders } from './idle-providers.tsx';
import { KeyFilterBar } from './key-filter-bar.tsx';
import { ProviderCard } from './provider-card.tsx';
import { ProvidersBar } from './providers-bar.tsx';
import { splitProviders } from './split-providers.ts';

export interface ProvidersProps {
  readonly providers: readonly ProviderView[];
  readonly keys: readonly KeyView[];
}

/** Fewer keys than this are seen at a glance. */
const worthFiltering = 7;

export function Providers({ providers, keys }: ProvidersProps): ReactNode {
  const { t } = useTranslation('settings');
  const [filter, setFilter] = useState(noFilter);
  const late = useDeferredValue(filter);
  const arrival = useArrival();
  useExpiry(keys);
  // What was just added would not be seen.
  if (arrival.isNew && isFiltering(filter)) setFilter(noFilter);
  const { inUse, idle } = useMemo(() => splitProviders(providers, keys), [providers, keys]);
  const found = useMemo(() => filterKeys(inUse, late), [inUse, late]);
  const shown = found.reduce((sum, one) => sum + one.keys.length, 0);
  return (
    <>
      <ProvidersBar providers={providers} />
      {keys.length === 0 && (
        <Notice tone="calm" title={t('empty.title')}>
          {t('empty.next')}
        </Notice>
      )}
      {keys.length >= worthFiltering && (
        <KeyFilterBar filter={filter} onChange={setFilter} shown={shown} total={keys.length} />
      )}
      {found.map((one) => (
        <ProviderCard key={one.provider.id} {...one} filter={late} />
      ))}
      {found.length === 0 && <p className="soft">{t('filter.nothing')}</p>}
      {!isFiltering(late) && <IdleProviders providers={idle} />}
    </>
  );
}
