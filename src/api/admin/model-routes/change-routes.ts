import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../../api-context.ts';
import type { RouteListView } from '../../views/route-view.ts';
import { parseBody, text } from '../parse-body.ts';
import { presentRoutes } from './present-routes.ts';

const mostRoutes = 100;
const allowed = {
  error: `a list of 1 to ${mostRoutes} routes as { name, strategy?, steps, then?, resume?, deadline_ms? }`,
};
const body = z.strictObject({
  routes: z
    .array(z.looseObject({ name: text }, allowed), allowed)
    .min(1, allowed)
    .max(mostRoutes, allowed),
});

/** PUT /api/routes: all of these, or none. They hold for whatever is asked from the answer on, in every process. */
export function addChangeRoutes(app: FastifyInstance, context: ApiContext): void {
  app.put('/api/routes', { config: { audience: 'admin' } }, async (request): Promise<RouteListView> => {
    await context.routes.put(parseBody(body, request.body).routes);
    await context.spread();
    return presentRoutes(context);
  });
}
