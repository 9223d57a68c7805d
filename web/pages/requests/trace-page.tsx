import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryState } from '../../components/query-state.tsx';
import { useProviders } from '../../features/providers.ts';
import { api, ApiError } from '../../lib/api.ts';
import type { TraceDetailView } from '../../../src/api/views/trace-view.ts';
import { BackLink } from './trace/back-link.tsx';
import { ForgottenTrace } from './trace/forgotten-trace.tsx';
import { TraceStory } from './trace/trace-story.tsx';
import { useStartAtTop } from './trace/use-start-at-top.ts';

/** One request: what was decided for it, and why. */
export function TracePage(): ReactNode {
  const { t } = useTranslation('requests');
  const { id } = useParams<{ id: string }>();
  useStartAtTop(id);
  const providers = useProviders();
  const query = useQuery({
    queryKey: ['traces', 'one', id],
    queryFn: ({ signal }) => api.get<TraceDetailView>(`/api/traces/${encodeURIComponent(id)}`, { signal }),
    // It does not change any more, but it may be forgotten.
    staleTime: 60_000,
  });
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <>
      <BackLink />
      {query.data === undefined || providers.isPending ? (
        <>
          <PageHeader title={isGone ? t('gone.title') : t('trace.title')} />
          {isGone ? <ForgottenTrace id={id} /> : <QueryState query={query} lines={10} />}
        </>
      ) : (
        <TraceStory trace={query.data} />
      )}
    </>
  );
}
