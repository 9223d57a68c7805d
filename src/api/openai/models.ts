import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import type { ModelName } from './model-names.ts';
import { namesFor } from './names-for.ts';

/** GET /v1/models and GET /v1/models/:id, whose id may hold slashes. */
export function addModels(app: FastifyInstance, context: ApiContext): void {
  const { startedAt } = context;
  const present = ({ id, ownedBy, contextWindow }: ModelName): object => ({
    id,
    object: 'model',
    created: Math.floor(startedAt / 1_000),
    owned_by: ownedBy,
    ...(contextWindow === null ? {} : { context_window: contextWindow }),
  });
  app.get('/v1/models', { config: { audience: 'client' } }, ({ caller }) => ({
    object: 'list',
    data: namesFor(context, caller).map(present),
  }));
  app.get<{ Params: { '*': string } }>('/v1/models/*', { config: { audience: 'client' } }, (request) => {
    const id = request.params['*'];
    const found = namesFor(context, request.caller).find((name) => name.id === id);
    if (found === undefined)
      throw new NoriaError('model_not_found', `There is no model "${id}" that can serve now.`, {
        param: 'model',
      });
    return present(found);
  });
}
