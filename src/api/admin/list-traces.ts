import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { tracesQuery } from './traces-query.ts';

/** GET /api/traces */
export function addListTraces(app: FastifyInstance, { traces }: ApiContext): void {
  app.get('/api/traces', { config: { audience: 'admin' } }, async (request) => ({
    traces: await traces.list(tracesQuery(request.query)),
  }));
}
