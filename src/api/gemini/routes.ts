import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { countTokens } from './count-tokens.ts';
import { batchEmbedContents, embedContent } from './embed-content.ts';
import { generate } from './generate.ts';
import { addGeminiModels } from './models.ts';

const known = 'generateContent, streamGenerateContent, countTokens, embedContent, batchEmbedContents';

/** Gemini's `v1beta`: https://ai.google.dev/api */
export function addGeminiRoutes(app: FastifyInstance, context: ApiContext): void {
  addGeminiModels(app, context);
  app.post<{ Params: { '*': string } }>(
    '/v1beta/models/*',
    { config: { audience: 'client', app: 'gemini' } },
    async (request, reply) => {
      // Names of models may hold colons of their own.
      const path = request.params['*'];
      const colon = path.lastIndexOf(':');
      const call = { request, reply, name: path.slice(0, Math.max(0, colon)) };
      switch (path.slice(colon + 1)) {
        case 'generateContent':
          return generate(context, { ...call, stream: false });
        case 'streamGenerateContent':
          return generate(context, { ...call, stream: true });
        case 'countTokens':
          return countTokens(context, call.name, bodyOf(request.body));
        case 'embedContent':
          return embedContent(context, call);
        case 'batchEmbedContents':
          return batchEmbedContents(context, call);
        default:
          throw new NoriaError('not_found', `A model has no such method; there are ${known}.`);
      }
    },
  );
}
