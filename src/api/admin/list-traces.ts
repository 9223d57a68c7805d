import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import type { TraceListView } from '../views/trace-view.ts';
import { tracesQuery } from './traces-query.ts';

/** GET /api/traces */
export function addListTraces(app: FastifyInstance, { traces, keyring }: ApiContext): void {
  app.get('/api/traces', { config: { audience: 'admin' } }, async (request): Promise<TraceListView> => ({
    traces: await traces.list(tracesQuery(request.query, keyring)),
  }));
}
