import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../lib/api.ts';
import { modelOfRoute } from '../routes/model-of-route.ts';
import { useRoutes } from '../routes/use-routes.ts';

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
  const routes = useRoutes();
  const models = useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => api.get<Models>('/v1/models', { signal }),
  });
  const names = new Set([
    ...(routes.data?.routes ?? []).map(({ name }) => modelOfRoute(name)),
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
