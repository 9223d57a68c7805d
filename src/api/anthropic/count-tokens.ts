import type { FastifyInstance } from 'fastify';
import { createTokenModel } from '../../engine/estimate.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { checkChatBody } from '../openai/check-chat-body.ts';
import { readPrompt } from './read-messages.ts';
import { servedAs } from './served-as.ts';
import { firstAsked, guessAt } from '../translate/prompt-tokens.ts';

/**
 * POST /v1/messages/count_tokens: an estimate, by the prompt's characters and what the model that would be asked first was
 * seen to make of characters. No provider is asked and no quota used.
 */
export function addCountTokens(app: FastifyInstance, context: ApiContext): void {
  app.post(
    '/v1/messages/count_tokens',
    { config: { audience: 'client', app: 'messages' } },
    (request, reply) => {
      const given = bodyOf(request.body);
      const body = readPrompt(given);
      const { model } = checkChatBody({ ...body, model: given.model });
      const node = firstAsked(context, body, servedAs(context, model));
      const { input } = guessAt(node?.tokens ?? createTokenModel(), body);
      const meta = {
        traceId: context.ids('trc'),
        provider: node?.provider.id ?? '',
        model: node?.model.id ?? '',
        maskedKey: '',
        attempts: 0,
        overheadMs: context.clock.ticks() - request.arrivedTick,
        local: false,
      };
      reply.headers({ ...relayHeaders(meta), 'request-id': meta.traceId });
      return { input_tokens: input };
    },
  );
}
