import type { FastifyInstance } from 'fastify';
import { changeProvider } from '../../keyring/provider-settings.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { presentProvider } from './present-provider.ts';
import type { WithId } from './with-id.ts';

/** PUT /api/providers/:id: changes one, or makes one of the owner's own. */
export function addChangeProvider(app: FastifyInstance, context: ApiContext): void {
  app.put<WithId>('/api/providers/:id', { config: { audience: 'admin' } }, async (request) => {
    const node = await changeProvider(context, request.params.id, bodyOf(request.body));
    return presentProvider(node, context.clock.now());
  });
}
