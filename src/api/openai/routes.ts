import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addChatCompletions } from './chat-completions.ts';
import { addCompletions } from './completions.ts';
import { addModels } from './models.ts';

export function addOpenaiRoutes(app: FastifyInstance, context: ApiContext): void {
  addChatCompletions(app, context);
  addCompletions(app, context);
  addModels(app, context);
}
