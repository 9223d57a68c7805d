import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerMeta, ChatAnswer } from '../../relay/request.ts';
import { hasLongNumbers, parseExact } from '../../upstream/exact-json.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';
import { clientOf } from '../http/request-facts.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { readRequestHeaders } from '../openai/request-headers.ts';
import { messageSink } from './message-sink.ts';
import { messageText, type MessageFacts } from './message.ts';
import { readMessages, type MessagesCall } from './read-messages.ts';
import { servedAs } from './served-as.ts';
import { sessionOf } from './session-of.ts';
import { guessAt, tokenModelOf } from './tokens-of.ts';

/** POST /v1/messages, whole and streamed. */
export function addMessages(app: FastifyInstance, context: ApiContext): void {
  app.post('/v1/messages', { config: { audience: 'client', app: 'messages' } }, async (request, reply) => {
    const call = readMessages(exactBody(request));
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
    reply.headers({ ...relayHeaders(meta), 'request-id': meta.traceId });
    reply.type('application/json; charset=utf-8');
    // As bytes: what a model wrote is passed on as it is.
    return reply.send(Buffer.from(text));
  });
}

/** The body, and the input of earlier calls in it with its numbers as they came. */
function exactBody({ body, bodyBytes }: FastifyRequest): JsonObject {
  const given = bodyOf(body);
  const text = bodyBytes?.toString('utf8').replace(/^\uFEFF/, '') ?? '';
  if (!hasLongNumbers(text)) return given;
  const { messages } = parseExact(text) as JsonObject;
  return { ...given, messages };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function ask(context: ApiContext, call: MessagesCall, { request, reply }: Exchange): Promise<ChatAnswer> {
  const { headers } = request.raw;
  const wishes = readRequestHeaders(headers);
  return context.relay.chat({
    ...wishes,
    body: call.body,
    model: servedAs(context, call.model),
    stream: call.stream,
    wantsUsage: true,
    session: wishes.session ?? sessionOf(headers, call.model),
    client: clientOf(request.caller)?.id ?? null,
    signal: signalOfClient(reply.raw),
    receivedAt: request.arrivedAt,
    receivedTick: request.arrivedTick,
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
