import type { FastifyInstance } from 'fastify';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import type { ApiContext } from '../api-context.ts';
import type { ProviderListView } from '../views/provider-view.ts';
import { presentProvider } from './present-provider.ts';
import { presentUnused } from './present-unused.ts';

/** GET /api/providers: those in use, then those of the catalog that are retired or off in the configuration. */
export function addListProviders(app: FastifyInstance, context: ApiContext): void {
  const { pool, config } = context;
  app.get('/api/providers', { config: { audience: 'admin' } }, async (): Promise<ProviderListView> => {
    const catalog = (await loadCatalog()).providers;
    const used = [...pool.providers.values()].map((provider) => presentProvider(context, provider));
    const unused = [...config.providers.values()].filter(({ id }) => !pool.providers.has(id));
    return {
      providers: [
        ...used,
        ...unused.map((configured) => presentUnused(configured, catalog.get(configured.id))),
      ],
    };
  });
}
