import type { FastifyInstance } from 'fastify';
import { changeProvider } from '../../keyring/provider-settings.ts';
import type { ApiContext } from '../api-context.ts';
import { checkAddress } from '../http/check-address.ts';
import { bodyOf } from '../http/json-body.ts';
import { presentProvider } from './present-provider.ts';
import type { WithId } from './with-id.ts';

/** PUT /api/providers/:id: changes one, or makes one of the owner's own. */
export function addChangeProvider(app: FastifyInstance, context: ApiContext): void {
  app.put<WithId>('/api/providers/:id', { config: { audience: 'admin' } }, async (request) => {
    const body = bodyOf(request.body);
    await checkAddress(context, body.base_url);
    const node = await changeProvider(context, request.params.id, body);
    await context.spread();
    return presentProvider(context, node);
  });
}
