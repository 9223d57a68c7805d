import type { FastifyInstance } from 'fastify';
import { utcDay } from '../../shared/utc-day.ts';
import type { ApiContext } from '../api-context.ts';
import type { UsageView } from '../views/usage-view.ts';
import { collectUsage } from './collect-usage.ts';
import { presentUsage } from './present-usage.ts';
import { usageQuery } from './usage-query.ts';

/** GET /api/usage: what some days came to, added up as it is asked for. */
export function addUsage(app: FastifyInstance, { store, tally, clock, pool }: ApiContext): void {
  app.get('/api/usage', { config: { audience: 'admin' } }, async (request): Promise<UsageView> => {
    const query = usageQuery(request.query, utcDay(clock.now()));
    await tally.flush();
    return presentUsage(query, await collectUsage(store.usage, query), pool.keys);
  });
}
