import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addContentGenerator } from './generate.ts';

export function addContentRoutes(app: FastifyInstance, context: ApiContext): void {
  addContentGenerator(app, context);
}
