import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import type { TraceDetailView } from '../views/trace-view.ts';
import type { WithId } from './with-id.ts';

/** GET /api/traces/:id */
export function addShowTrace(app: FastifyInstance, { traces }: ApiContext): void {
  app.get<WithId>(
    '/api/traces/:id',
    { config: { audience: 'admin' } },
    async (request): Promise<TraceDetailView> => {
      const trace = await traces.get(request.params.id);
      if (trace === null) throw new NoriaError('not_found', `There is no trace ${request.params.id}`);
      return trace;
    },
  );
}
