import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { check } from '../openai/check-chat-body.ts';
import type { ModelName } from '../openai/model-names.ts';
import { namesFor } from '../openai/names-for.ts';
import { modelOf } from './model-of.ts';

const methods = ['generateContent', 'streamGenerateContent', 'countTokens'];
/** https://ai.google.dev/api/models#method:-models.list */
const largestPage = 1_000;

/** GET /v1beta/models and GET /v1beta/models/{model}, whose name may hold slashes. */
export function addGeminiModels(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Querystring: Record<string, unknown> }>(
    '/v1beta/models',
    { config: { audience: 'client' } },
    ({ query, caller }) => page(namesFor(context, caller).map(presentModel), query),
  );
  app.get<{ Params: { '*': string } }>('/v1beta/models/*', { config: { audience: 'client' } }, (request) => {
    const asked = request.params['*'];
    const { model } = modelOf(context, asked);
    const found = namesFor(context, request.caller).find(({ id }) => id === model);
    if (found === undefined)
      throw new NoriaError('model_not_found', `There is no model "${asked}" that can serve now.`, {
        param: 'model',
      });
    return { ...presentModel(found), name: `models/${asked}` };
  });
}

function presentModel({ id, ownedBy, contextWindow }: ModelName): object {
  return {
    name: `models/${id}`,
    baseModelId: id,
    version: '1',
    displayName: id,
    description: ownedBy === 'noria' ? 'Whoever can serve it, by Noria' : `At ${ownedBy}, by Noria`,
    ...(contextWindow === null ? {} : { inputTokenLimit: contextWindow }),
    supportedGenerationMethods: methods,
  };
}

/** Without `pageSize` all of them: there are few. @throws NoriaError invalid_request */
function page(models: readonly object[], query: Record<string, unknown>): object {
  const size = Math.min(wholeNumber(query, 'pageSize') || largestPage, largestPage);
  const from = wholeNumber(query, 'pageToken');
  const next = from + size;
  return {
    models: models.slice(from, next),
    ...(next < models.length ? { nextPageToken: String(next) } : {}),
  };
}

function wholeNumber(query: Record<string, unknown>, name: string): number {
  const { [name]: text = '' } = query;
  check(text === '' || (typeof text === 'string' && /^\d{1,6}$/.test(text)), name, 'a whole number');
  return Number(text);
}
