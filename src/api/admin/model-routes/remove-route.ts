import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { RouteListView } from '../../views/route-view.ts';
import { presentRoutes } from './present-routes.ts';
import type { WithName } from './with-name.ts';

/** DELETE /api/routes/:name: as noria.yaml, or Noria itself, has it; one that only the owner has made is gone. */
export function addRemoveRoute(app: FastifyInstance, context: ApiContext): void {
  app.delete<WithName>(
    '/api/routes/:name',
    { config: { audience: 'admin' } },
    async ({ params }): Promise<RouteListView> => {
      await context.routes.remove(params.name);
      await context.spread();
      return presentRoutes(context);
    },
  );
}
