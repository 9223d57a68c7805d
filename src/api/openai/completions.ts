import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { askRelay } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { presentCompletion } from './completions-present.ts';
import { readCompletion } from './completions-read.ts';
import { completionSink } from './completions-sink.ts';

/** POST /v1/completions: the old text completions, served by chat models. */
export function addCompletions(app: FastifyInstance, context: ApiContext): void {
  app.post(
    '/v1/completions',
    { config: { audience: 'client', app: 'completions' } },
    async (request, reply) => {
      const { prompt, echo: echoes, ...chat } = readCompletion(bodyOf(request.body));
      const answer = await askRelay(context, { request, reply }, chat);
      const { meta } = answer;
      const echo = echoes ? prompt : '';
      if (answer.kind === 'stream') {
        reply.hijack();
        const { scrub } = context;
        await streamAnswer(context, reply.raw, answer, (client) => completionSink({ client, echo, scrub }));
        return reply;
      }
      const completion = parseBody(answer.body);
      if (!isRecord(completion))
        throw Object.assign(new NoriaError('upstream_failed', 'The answer is no JSON object.'), { meta });
      return sendMade(reply, meta, presentCompletion(completion, { echo, told: new Map() }));
    },
  );
}
