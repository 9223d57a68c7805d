import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { WithId } from '../with-id.ts';
import { presentClient, readUsage } from './present-client.ts';

/** DELETE /api/clients/:id */
export function addRemoveClient(app: FastifyInstance, context: ApiContext): void {
  app.delete<WithId>('/api/clients/:id', { config: { audience: 'admin' } }, async ({ params }) => {
    const usageOf = await readUsage(context);
    return presentClient(context, await context.clients.remove(params.id), usageOf);
  });
}
