import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addSmallChat } from './small-chat.ts';

export function addChatRoutes(app: FastifyInstance, context: ApiContext): void {
  addSmallChat(app, context);
}
