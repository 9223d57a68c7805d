import type { FastifyInstance } from 'fastify';
import { forecast } from '../../simulate/forecast.ts';
import { isUsable } from '../../simulate/quota-views.ts';
import { useToday } from '../../simulate/use-today.ts';
import { dayMs, utcDay } from '../../shared/utc-day.ts';
import type { ApiContext } from '../api-context.ts';
import type { ForecastView } from '../views/forecast-view.ts';
import { presentForecast } from './present-forecast.ts';

/** GET /api/forecast: for every provider with a usable key what is left, and how long it lasts at today's pace. */
export function addForecast(app: FastifyInstance, context: ApiContext): void {
  const { pool, clock, tally, store, startedAt } = context;
  // Before this life counts anything: is today's count its own?
  const usedBefore = wasUsed(context).catch(() => true);
  app.get('/api/forecast', { config: { audience: 'admin' } }, async (): Promise<ForecastView> => {
    await tally.flush();
    const now = clock.now();
    const midnight = Math.floor(now / dayMs) * dayMs;
    const sinceAt = (await usedBefore) ? midnight : Math.max(midnight, startedAt);
    const rows = await store.usage.usageOf(utcDay(now));
    const providers = [...pool.providers.values()].filter(
      ({ keys, bench, spec: { def } }) =>
        def.tier !== 'local' && def.simulated !== true && bench.untilAt < Infinity && keys.some(isUsable),
    );
    return {
      since: new Date(sinceAt).toISOString(),
      providers: providers.map((provider) => {
        const use = useToday(rows, provider.id, { sinceAt, now });
        return presentForecast(provider, forecast({ pool, provider, use, now }));
      }),
    };
  });
}

async function wasUsed({ store, startedAt }: ApiContext): Promise<boolean> {
  return (await store.usage.usageOf(utcDay(startedAt))).length > 0;
}
