import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { WithId } from '../with-id.ts';
import { presentClient, readUsage } from './present-client.ts';

/** GET /api/clients/:id */
export function addShowClient(app: FastifyInstance, context: ApiContext): void {
  app.get<WithId>('/api/clients/:id', { config: { audience: 'admin' } }, async ({ params }) => {
    const usageOf = await readUsage(context);
    return presentClient(context, await context.clients.get(params.id), usageOf);
  });
}
