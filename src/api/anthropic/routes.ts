import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addCountTokens } from './count-tokens.ts';
import { addMessages } from './messages.ts';

/** Anthropic's Messages API. https://docs.claude.com/en/api/messages */
export function addAnthropicRoutes(app: FastifyInstance, context: ApiContext): void {
  addMessages(app, context);
  addCountTokens(app, context);
}
