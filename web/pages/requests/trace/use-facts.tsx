import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { useClientName } from '../words/use-client-name.ts';
import { useLookedWords } from '../words/use-looked-words.ts';
import type { Fact } from './fact-list.tsx';
import { FilterLink } from './filter-link.tsx';

/** What was asked, how it was understood and who served; what can be filtered by leads to the list. */
export function useFacts(trace: TraceView): readonly Fact[] {
  const { t } = useTranslation('requests');
  const looked = useLookedWords();
  const providerName = useProviderNames();
  const clientName = useClientName(trace.client !== null);
  const { asked, route, strategy, provider, model, key, client, purpose } = trace;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('facts.asked'), asked === null ? t('askedNothing') : <code>{asked}</code>],
    [t('facts.route'), route === '' ? t('facts.noRoute') : <FilterLink name="route" value={route} isCode />],
    [t('facts.looked'), trace.looked === null ? null : looked(trace.looked)],
    [t('facts.strategy'), strategy === null ? null : t(`strategyMeaning.${strategy}`)],
    [
      t('facts.provider'),
      provider === null ? null : (
        <FilterLink
          name="provider"
          value={provider}
          text={trace.local ? `${providerName(provider)} (${t('local')})` : providerName(provider)}
        />
      ),
    ],
    [t('facts.model'), model === null ? null : <FilterLink name="model" value={model} isCode />],
    [t('facts.key'), key === null || key === '' ? null : <FilterLink name="key" value={key} isCode />],
    [
      t('facts.client'),
      client === null ? null : <FilterLink name="client" value={client} text={clientName(client)} />,
    ],
    [t('facts.purpose'), purpose],
    [t('facts.stream'), t(trace.stream ? 'facts.streamed' : 'facts.whole')],
    [t('trace.id'), <code key="id">{trace.id}</code>],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
