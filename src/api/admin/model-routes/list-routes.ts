import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { RouteListView } from '../../views/route-view.ts';
import { presentRoutes } from './present-routes.ts';

/** GET /api/routes: the owner's, and those that are there without a word. */
export function addListRoutes(app: FastifyInstance, context: ApiContext): void {
  app.get('/api/routes', { config: { audience: 'admin' } }, (): RouteListView => presentRoutes(context));
}
