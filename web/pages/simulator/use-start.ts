import { useRef } from 'react';
import type { ProviderView } from '../../../src/api/views/provider-view.ts';
import type { QueryStateProps } from '../../components/query-state.tsx';
import { useDemo } from '../../features/demo.ts';
import { useProviders } from '../../features/providers.ts';
import { useQuotas } from '../../features/quotas.ts';
import type { DayWish } from './wish/day-wish.ts';
import { choicesOf, firstWish } from './wish/first-wish.ts';

export interface Start {
  readonly wish: DayWish;
  /** Providers that can be simulated. */
  readonly choices: readonly ProviderView[];
  /** There is no key here that it could start from. */
  readonly isExample: boolean;
}

/** What the page begins with; it does not follow the keys while somebody plays. `missing` is what is waited for. */
export function useStart(): { readonly start: Start | null; readonly missing: QueryStateProps['query'] } {
  const providers = useProviders();
  const quotas = useQuotas();
  const demo = useDemo();
  const start = useRef<Start>(null);
  if (start.current === null && providers.data && quotas.data && demo.data) {
    const choices = choicesOf(providers.data.providers, demo.data.provider);
    start.current = { choices, ...firstWish(quotas.data, choices) };
  }
  const missing = [providers, quotas, demo].find(({ data }) => data === undefined) ?? providers;
  return { start: start.current, missing };
}
