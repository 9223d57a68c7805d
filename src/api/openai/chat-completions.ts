import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { sendWhole } from '../http/whole-answer.ts';
import { checkChatBody } from './check-chat-body.ts';
import { readRequestHeaders } from './request-headers.ts';

/** POST /v1/chat/completions */
export function addChatCompletions(app: FastifyInstance, context: ApiContext): void {
  app.post('/v1/chat/completions', { config: { audience: 'client' } }, async (request, reply) => {
    const { body, model, stream, wantsUsage } = checkChatBody(bodyOf(request.body));
    const wishes = readRequestHeaders(request.raw.headers);
    const answer = await context.relay.chat({
      body,
      model,
      stream,
      wantsUsage,
      ...wishes,
      signal: signalOfClient(reply.raw),
      receivedAt: request.arrivedAt,
      receivedTick: request.arrivedTick,
    });
    if (answer.kind === 'stream') return streamAnswer(context, reply, answer);
    return sendWhole(context, reply, answer);
  });
}
