import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { createConversations } from './conversations.ts';
import { addCreateResponse } from './create-response.ts';
import { addStoredResponses } from './stored-responses.ts';

/** OpenAI's Responses API. */
export function addResponsesRoutes(app: FastifyInstance, context: ApiContext): void {
  const conversations = createConversations({
    responses: context.store.responses,
    mostBytes: context.config.server.bodyLimitBytes,
    onError: (error) => context.log.error({ err: error }, 'a response could not be stored'),
  });
  app.addHook('onClose', () => conversations.close());
  addCreateResponse(app, context, conversations);
  addStoredResponses(app, conversations);
}
