import type { FastifyInstance, FastifyRequest } from 'fastify';
import { presentKey } from '../admin/present-key.ts';
import type { ApiContext } from '../api-context.ts';
import { identify } from '../http/identify.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { sessionIdIn } from '../session/cookie.ts';
import { quotasView } from '../state/quotas-view.ts';
import { createEventHub } from './event-hub.ts';
import { Subscriber } from './subscriber.ts';

/** GET /api/events: what changes, while it changes, as server-sent events. */
export function addEventRoutes(app: FastifyInstance, context: ApiContext): void {
  const { clock, pool, feed, traces, scrub, log } = context;
  const hub = createEventHub({
    clock,
    pool,
    feed,
    traces,
    scrub,
    quotasView: (now) => quotasView(context, now),
    keyView: (key, now) => presentKey(context, key, now),
    onError: (error) => log.error({ err: error }, 'an event could not be told'),
  });
  app.addHook('preClose', (done) => {
    hub.close();
    done();
  });

  const config = { audience: 'admin' } as const;
  app.get('/api/events', { config, exposeHeadRoute: false }, (request, reply) => {
    hub.checkRoom();
    const { raw } = reply;
    reply.hijack();
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
      ...securityHeaders,
    });
    const leave = hub.add(new Subscriber({ raw, clock, isAllowed: () => isAllowed(context, request) }));
    raw.once('close', leave);
  });
}

/** A browser that signs out, and a token that is replaced, open nothing any more. */
function isAllowed({ signIns, access }: ApiContext, { signedIn, raw: { headers } }: FastifyRequest): boolean {
  if (!signedIn) return identify(headers, access) === 'admin';
  const id = sessionIdIn(headers);
  return id !== null && signIns.openUntil(id) !== null;
}
