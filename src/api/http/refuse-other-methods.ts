import type { FastifyInstance, HTTPMethods } from 'fastify';
import type { Audience } from './request-facts.ts';

const methods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

interface Known {
  readonly methods: Set<string>;
  audience: Audience;
}

/** Gives every address a stand-in for the methods it has not; the door answers 405 for them. Call before routes are added. */
export function watchMethods(app: FastifyInstance): { refuseOthers(): void } {
  const known = new Map<string, Known>();
  app.addHook('onRoute', ({ url, method, config }) => {
    const entry = known.get(url) ?? { methods: new Set(), audience: 'open' };
    for (const one of [method].flat()) entry.methods.add(one);
    if (config?.audience !== undefined) entry.audience = config.audience;
    known.set(url, entry);
  });
  return {
    refuseOthers: () => {
      for (const [url, { methods: taken, audience }] of known) {
        const allow = [...taken].join(', ');
        const others = methods.filter((method) => !taken.has(method));
        app.route({ url, method: others, config: { audience, allow }, handler: () => undefined });
      }
    },
  };
}
