import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RouteListView } from '../../../../src/api/views/route-view.ts';
import { api } from '../../../lib/api.ts';

/** GET /v1/models, as OpenAI has it. */
interface Models {
  readonly data: readonly { readonly id: string }[];
}

export interface RouteNamesProps {
  readonly id: string;
  /** Those that are chosen already. */
  readonly without: readonly string[];
}

/** What a client can write as model, offered while a name is typed: routes, models, all of a provider. */
export function RouteNames({ id, without }: RouteNamesProps): ReactNode {
  const routes = useQuery({
    queryKey: ['routes'],
    queryFn: ({ signal }) => api.get<RouteListView>('/api/routes', { signal }),
  });
  const models = useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => api.get<Models>('/v1/models', { signal }),
  });
  const names = new Set([
    ...(routes.data?.routes ?? []).map(({ name }) => (name === 'auto' ? name : `auto:${name}`)),
    ...(models.data?.data ?? []).map((model) => model.id),
    ...(routes.data?.names.providers ?? []).map((provider) => `${provider}/*`),
  ]);
  return (
    <datalist id={id}>
      {[...names]
        .filter((name) => !without.includes(name))
        .map((name) => (
          <option key={name} value={name} />
        ))}
    </datalist>
  );
}
