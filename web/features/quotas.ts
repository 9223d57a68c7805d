import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { NoticeView } from '../../src/api/views/event-view.ts';
import type { QuotasView } from '../../src/api/views/quota-view.ts';
import { api } from '../lib/api.ts';

/** What is left; the events keep it true. */
export function useQuotas(): UseQueryResult<QuotasView> {
  return useQuery({
    queryKey: ['quotas'],
    queryFn: ({ signal }) => api.get<QuotasView>('/api/quotas', { signal }),
  });
}

const none: readonly NoticeView[] = [];

/** What has happened since the app was loaded, the latest first. Only events bring it. */
export function useNotices(): readonly NoticeView[] {
  const { data } = useQuery<readonly NoticeView[]>({ queryKey: ['notices'], queryFn: skipToken });
  return data ?? none;
}
