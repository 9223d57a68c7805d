import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addHealth } from './health.ts';
import { addProbes } from './probes.ts';

export function addHealthRoutes(app: FastifyInstance, context: ApiContext): void {
  addProbes(app, context);
  addHealth(app, context);
}
