import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { clientOf } from '../http/request-facts.ts';
import { askChat, sendChat } from './ask-chat.ts';

export const chatPath = '/v1/chat/completions';

/** POST /v1/chat/completions; the plain cases take the fast lane. */
export function addChatCompletions(app: FastifyInstance, context: ApiContext): void {
  app.post(chatPath, { config: { audience: 'client', app: 'chat' } }, async (request, reply) => {
    const answer = await askChat(context, {
      body: bodyOf(request.body),
      bytes: request.bodyBytes,
      facts: null,
      headers: request.raw.headers,
      client: clientOf(request.caller),
      raw: reply.raw,
      arrivedAt: request.arrivedAt,
      arrivedTick: request.arrivedTick,
    });
    reply.hijack();
    await sendChat(context, reply.raw, answer);
    return reply;
  });
}
