import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { clientOf } from '../http/request-facts.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { readRequestHeaders } from '../openai/request-headers.ts';
import { contentOf } from './content-of.ts';
import { readSmallChat } from './read-small-chat.ts';
import { withoutReasoning } from './reasoning-filter.ts';
import { noText, textSink } from './text-sink.ts';

/** POST /api/chat */
export function addSmallChat(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/chat', { config: { audience: 'client', app: 'chat' } }, async (request, reply) => {
    const chat = readSmallChat(bodyOf(request.body));
    const wishes = readRequestHeaders(request.raw.headers);
    const answer = await context.relay.chat({
      ...chat,
      ...wishes,
      wantsUsage: false,
      client: clientOf(request.caller)?.id ?? null,
      signal: signalOfClient(reply.raw),
      receivedAt: request.arrivedAt,
      receivedTick: request.arrivedTick,
    });
    const { meta } = answer;
    if (answer.kind === 'stream') {
      reply.hijack();
      await streamAnswer(context, reply.raw, answer, (sink) => textSink(sink, meta, context.scrub));
      return reply;
    }
    const content = withoutReasoning(contentOf(answer.body) ?? '');
    if (content === '') throw Object.assign(noText(), { meta });
    reply.headers(relayHeaders(meta)).type('application/json; charset=utf-8');
    // As bytes: what a model wrote is passed on as it is.
    return reply.send(
      Buffer.from(JSON.stringify({ success: true, content, model: meta.model, provider: meta.provider })),
    );
  });
}
