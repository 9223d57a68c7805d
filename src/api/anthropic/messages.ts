import type { FastifyInstance } from 'fastify';
import type { AnswerMeta, ChatAnswer } from '../../relay/request.ts';
import type { ApiContext } from '../api-context.ts';
import { askRelay, type Exchange } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { exactBody } from '../translate/exact-body.ts';
import { guessAt, tokenModelOf } from '../translate/prompt-tokens.ts';
import { messageSink } from './message-sink.ts';
import { messageText, type MessageFacts } from './message.ts';
import { readMessages, type MessagesCall } from './read-messages.ts';
import { servedAs } from './served-as.ts';
import { sessionOf } from './session-of.ts';

/** POST /v1/messages, whole and streamed. */
export function addMessages(app: FastifyInstance, context: ApiContext): void {
  app.post('/v1/messages', { config: { audience: 'client', app: 'messages' } }, async (request, reply) => {
    const call = readMessages(exactBody(request, 'messages'));
    const answer = await ask(context, call, { request, reply });
    const { meta } = answer;
    const facts = factsOf(context, call, meta);
    if (answer.kind === 'stream') {
      reply.hijack();
      reply.raw.setHeader('request-id', meta.traceId);
      const streamed = { ...facts, requestId: meta.traceId, ticks: () => context.clock.ticks() };
      await streamAnswer(context, reply.raw, answer, (client) =>
        messageSink(client, streamed, context.scrub),
      );
      return reply;
    }
    const text = written(answer.body, facts, meta);
    return sendMade(reply.header('request-id', meta.traceId), meta, text);
  });
}

function ask(context: ApiContext, call: MessagesCall, exchange: Exchange): Promise<ChatAnswer> {
  return askRelay(context, exchange, {
    body: call.body,
    model: servedAs(context, call.model),
    stream: call.stream,
    wantsUsage: true,
    session: sessionOf(exchange.request.raw.headers, call.model),
  });
}

function factsOf(context: ApiContext, call: MessagesCall, meta: AnswerMeta): MessageFacts {
  return {
    id: `msg_${meta.traceId.replace(/^trc_/, '')}`,
    model: meta.model,
    guess: guessAt(tokenModelOf(context, meta.provider, meta.model), call.body),
    stops: call.stops,
    showsThinking: call.showsThinking,
  };
}

/** What is wrong with an answer is told with who gave it. */
function written(body: Buffer, facts: MessageFacts, meta: AnswerMeta): string {
  try {
    return messageText(body, facts);
  } catch (error) {
    throw Object.assign(error as Error, { meta });
  }
}
