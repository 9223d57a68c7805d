import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import { addChangeRoutes } from './change-routes.ts';
import { addListRoutes } from './list-routes.ts';
import { addRemoveRoute } from './remove-route.ts';
import { addTestRoute } from './test-route.ts';

export function addModelRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const add of [addListRoutes, addChangeRoutes, addRemoveRoute, addTestRoute]) add(app, context);
}
