import type { FastifyInstance } from 'fastify';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ApiContext } from '../api-context.ts';
import { activeProvider } from '../state/active-provider.ts';
import { localFallback } from '../state/local-fallback.ts';
import type { HealthView, HealthWordView } from '../views/health-view.ts';
import { overallStatus } from './overall-status.ts';
import { presentProvider } from './present-provider.ts';

/** GET /api/health: the whole picture with a key, the one word without. */
export function addHealth(app: FastifyInstance, context: ApiContext): void {
  app.get('/api/health', (request): HealthView | HealthWordView => {
    const now = context.clock.now();
    const status = overallStatus(context.pool, now);
    return request.caller === 'nobody' ? { status } : { status, ...wholePicture(context, now) };
  });
}

function wholePicture(context: ApiContext, now: number): Omit<HealthView, 'status'> {
  const providers = [...context.pool.providers.values()].filter(({ keys }) => keys.length > 0);
  return {
    version: packageJson.version,
    uptime_s: Math.floor((now - context.startedAt) / 1_000),
    active_provider: activeProvider(context, now),
    local_fallback: localFallback(context, now),
    providers: providers.map((provider) => presentProvider(context.pool, provider, now)),
    today: context.tally.today(),
  };
}
