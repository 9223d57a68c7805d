import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ChatAnswer } from '../../relay/request.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';
import { askRelay } from '../http/ask-relay.ts';
import { clientOf } from '../http/request-facts.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { check, checkChatBody } from '../openai/check-chat-body.ts';
import type { Before, Conversations } from './conversations.ts';
import { readResponseRequest, type ResponseRequest } from './read-request.ts';
import type { ResponseHead } from './response-object.ts';
import { responseSink } from './response-sink.ts';
import { toMessages } from './to-messages.ts';
import { wholeResponse } from './whole-response.ts';

/** POST /v1/responses */
export function addCreateResponse(
  app: FastifyInstance,
  context: ApiContext,
  conversations: Conversations,
): void {
  app.post('/v1/responses', { config: { audience: 'client', app: 'responses' } }, async (request, reply) => {
    const asked = readResponseRequest(bodyOf(request.body), context.ids);
    const client = clientOf(request.caller)?.id ?? null;
    const before =
      asked.previousId === null ? null : await conversations.before(client ?? '', asked.previousId);
    const { leftOut } = asked.tools;
    if (leftOut.length > 0)
      context.log.debug({ tools: leftOut }, 'tools that OpenAI would run itself were left out');
    const chat = checkChatBody({ ...asked.chat, messages: messagesOf(asked, before) });
    const answer = await askRelay(
      context,
      { request, reply },
      { ...chat, wantsUsage: true, session: asked.cacheKey },
    );
    const keep = (response: JsonObject): void => {
      if (!asked.store) return;
      conversations.keep({
        client: client ?? '',
        before,
        input: asked.input,
        response,
        at: context.clock.now(),
      });
    };
    return send({ context, request, reply, answer, asked, keep });
  });
}

interface Sending {
  readonly context: ApiContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly answer: ChatAnswer;
  readonly asked: ResponseRequest;
  readonly keep: (response: JsonObject) => void;
}

async function send({ context, request, reply, answer, asked, keep }: Sending): Promise<FastifyReply> {
  const { ids, clock, scrub } = context;
  const { names } = asked.tools;
  const head: ResponseHead = {
    id: ids('resp'),
    createdAt: Math.floor(request.arrivedAt / 1_000),
    model: answer.meta.model,
    echo: asked.echo,
  };
  if (answer.kind === 'stream') {
    reply.hijack();
    const parts = { head, names, ids, scrub, now: () => clock.now(), whole: keep };
    await streamAnswer(context, reply.raw, answer, (sink) => responseSink(sink, parts));
    return reply;
  }
  const response = wholeResponse(answer, { head, names, ids, now: clock.now() });
  keep(response);
  return sendMade(reply, answer.meta, response);
}

/** @throws NoriaError invalid_request */
function messagesOf({ input, instructions }: ResponseRequest, before: Before | null): readonly unknown[] {
  const earlier = before?.items ?? [];
  const messages = toMessages(
    [...earlier, ...input],
    (index) => `input[${Math.max(0, index - earlier.length)}]`,
  );
  const system = instructions === null ? [] : [{ role: 'system', content: instructions }];
  check(system.length + messages.length > 0, 'input', 'a text, or a list of at least one item');
  return [...system, ...messages];
}
