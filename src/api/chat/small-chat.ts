import type { FastifyInstance } from 'fastify';
import { parseBody } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { askRelay } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { firstChoice } from '../translate/completion.ts';
import { readSmallChat } from './read-small-chat.ts';
import { withoutReasoning } from './reasoning-filter.ts';
import { noText, textSink } from './text-sink.ts';

/** POST /api/chat */
export function addSmallChat(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/chat', { config: { audience: 'client', app: 'chat' } }, async (request, reply) => {
    const chat = readSmallChat(bodyOf(request.body));
    const answer = await askRelay(context, { request, reply }, { ...chat, wantsUsage: false });
    const { meta } = answer;
    if (answer.kind === 'stream') {
      reply.hijack();
      await streamAnswer(context, reply.raw, answer, (sink) => textSink(sink, meta, context.scrub));
      return reply;
    }
    const content = withoutReasoning(firstChoice(parseBody(answer.body))?.text ?? '');
    if (content === '') throw Object.assign(noText(), { meta });
    return sendMade(reply, meta, { success: true, content, model: meta.model, provider: meta.provider });
  });
}
