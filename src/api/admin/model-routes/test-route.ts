import type { FastifyInstance, FastifyReply } from 'fastify';
import { namesOfRoutes } from '../../../engine/routing-table.ts';
import { NoriaError } from '../../../shared/errors.ts';
import type { ChatRequest } from '../../../relay/request.ts';
import type { ApiContext } from '../../api-context.ts';
import { metaOfError } from '../../http/relay-headers.ts';
import { signalOfClient } from '../../http/signal-of-client.ts';
import { toNoriaError } from '../../http/to-noria-error.ts';
import type { RouteTestView } from '../../views/route-view.ts';
import type { WithName } from './with-name.ts';

/** Somebody looks at the screen for it; a route's own deadline comes first. */
const deadlineMs = 30_000;
const body = { messages: [{ role: 'user', content: 'Answer with the one word: ready' }], max_tokens: 16 };

/** POST /api/routes/:name/test: a request like any other, a small one. What fails is told in the answer. */
export function addTestRoute(app: FastifyInstance, context: ApiContext): void {
  app.post<WithName>('/api/routes/:name/test', { config: { audience: 'admin' } }, ({ params }, reply) => {
    const known = namesOfRoutes(context.routes.table);
    if (!known.includes(params.name))
      throw new NoriaError('not_found', `There is no route ${params.name}; there are: ${known.join(', ')}`);
    return testRoute(context, params.name, reply);
  });
}

async function testRoute(context: ApiContext, name: string, reply: FastifyReply): Promise<RouteTestView> {
  const { clock, relay, ids } = context;
  const from = clock.ticks();
  const tookMs = (): number => Math.round(clock.ticks() - from);
  try {
    const { meta } = await relay.chat(requestOver(context, name, reply));
    const { provider, model, attempts, traceId } = meta;
    return { ok: true, latency_ms: tookMs(), provider, model, attempts, trace: traceId };
  } catch (thrown) {
    const error = toNoriaError(thrown, context.config.server.bodyLimitBytes);
    if (error.code === 'client_closed' || error.code === 'internal') throw error;
    const { provider, model, attempts, traceId } = metaOfError(error, () => ids('trc'));
    return {
      ok: false,
      latency_ms: tookMs(),
      provider: provider === '' ? null : provider,
      model: model === '' ? null : model,
      attempts,
      trace: traceId,
      error: { code: error.code, message: context.scrub(error.message) },
    };
  }
}

function requestOver({ clock, routes }: ApiContext, name: string, reply: FastifyReply): ChatRequest {
  return {
    body,
    model: name === 'auto' ? 'auto' : `auto:${name}`,
    stream: false,
    wantsUsage: false,
    deadlineMs: routes.table.routes.get(name)?.deadlineMs ?? deadlineMs,
    strategy: null,
    resume: null,
    signal: signalOfClient(reply.raw),
    receivedAt: clock.now(),
    receivedTick: clock.ticks(),
  };
}
