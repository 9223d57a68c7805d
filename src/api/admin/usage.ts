import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import type { UsageView } from '../views/usage-view.ts';
import { collectUsage } from './collect-usage.ts';
import { presentUsage } from './present-usage.ts';
import { usageQuery } from './usage-query.ts';

/** GET /api/usage: what some days came to, added up as it is asked for. */
export function addUsage(app: FastifyInstance, { store, tally, clock, pool }: ApiContext): void {
  app.get('/api/usage', { config: { audience: 'admin' } }, async (request): Promise<UsageView> => {
    const query = usageQuery(request.query, new Date(clock.now()).toISOString().slice(0, 10));
    await tally.flush();
    return presentUsage(query, await collectUsage(store.usage, query), pool.keys);
  });
}
