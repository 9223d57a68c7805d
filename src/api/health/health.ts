import type { FastifyInstance } from 'fastify';
import packageJson from '../../../package.json' with { type: 'json' };
import { chatModels } from '../../engine/model-steps.ts';
import { resolve } from '../../engine/resolve.ts';
import type { ApiContext } from '../api-context.ts';
import { anyRequest } from '../state/any-request.ts';
import { modelServes, providerServes } from '../state/can-serve.ts';
import { overallStatus } from './overall-status.ts';
import { presentProvider } from './present-provider.ts';

/** GET /api/health: the whole picture with a key, the one word without. */
export function addHealth(app: FastifyInstance, context: ApiContext): void {
  app.get('/api/health', (request) => {
    const now = context.clock.now();
    const status = overallStatus(context.pool, now);
    return request.caller === 'nobody' ? { status } : { status, ...wholePicture(context, now) };
  });
}

function wholePicture(context: ApiContext, now: number): object {
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

/** The provider of the first step of `auto` that can serve now. */
function activeProvider({ pool, routing }: ApiContext, now: number): string | null {
  const resolution = resolve(pool, routing, { model: 'auto', ...anyRequest });
  if (resolution.kind !== 'plan') return null;
  for (const { models } of resolution.plan.steps) {
    const first = models.find((node) => modelServes(node, now));
    if (first !== undefined) return first.provider.id;
  }
  return null;
}

function localFallback({ pool, tally }: ApiContext, now: number): object {
  const locals = [...pool.providers.values()].filter(({ spec }) => spec.def.tier === 'local');
  const ready = locals.find((provider) => providerServes(provider, now));
  const shown = ready ?? locals.find(({ keys }) => keys.length > 0);
  const model =
    shown === undefined
      ? undefined
      : (chatModels(shown).find((node) => modelServes(node, now)) ?? chatModels(shown)[0]);
  return {
    ready: ready !== undefined,
    model: model?.model.id ?? null,
    served_today: locals.reduce((sum, { id }) => sum + tally.servedToday(id), 0),
  };
}
