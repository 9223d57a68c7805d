import type { FastifyInstance, HTTPMethods } from 'fastify';
import type { Audience } from '../http/request-facts.ts';

/** A route as it was registered. */
export interface SeenRoute {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly audience: Audience;
}

/** Notes every route that is added from here on. The stand-ins that answer 405 are none, nor are HEAD requests. */
export function seeRoutes(app: FastifyInstance): readonly SeenRoute[] {
  const seen: SeenRoute[] = [];
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.allow !== undefined) return;
    for (const one of [method].flat())
      if (one !== 'HEAD') seen.push({ method: one, url, audience: config?.audience ?? 'open' });
  });
  return seen;
}
