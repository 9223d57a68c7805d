import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';

/** GET /healthz: the process lives. GET /readyz: requests can be taken, whatever the providers do. */
export function addProbes(app: FastifyInstance, { state }: ApiContext): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    if (state.ready && !state.draining) return reply.send({ status: 'ready' });
    return reply.code(503).send({ status: state.draining ? 'draining' : 'starting' });
  });
}
