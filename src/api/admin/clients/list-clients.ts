import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { ClientListView } from '../../views/client-view.ts';
import { presentClient, readUsage } from './present-client.ts';

/** GET /api/clients */
export function addListClients(app: FastifyInstance, context: ApiContext): void {
  app.get('/api/clients', { config: { audience: 'admin' } }, async (): Promise<ClientListView> => {
    const usageOf = await readUsage(context);
    const keys = await context.clients.list();
    return { clients: keys.map((key) => presentClient(context, key, usageOf)) };
  });
}
