import type { FastifyInstance } from 'fastify';
import { originalOf } from '../../keyring/provider-overrides.ts';
import { resetProvider } from '../../keyring/provider-settings.ts';
import type { ApiContext } from '../api-context.ts';
import { presentProvider } from './present-provider.ts';
import type { WithId } from './with-id.ts';

/** DELETE /api/providers/:id: an own one goes with its keys; one of the catalog loses what was changed of it. */
export function addRemoveProvider(app: FastifyInstance, context: ApiContext): void {
  app.delete<WithId>('/api/providers/:id', { config: { audience: 'admin' } }, async (request) => {
    const { id } = request.params;
    const node = context.pool.providers.get(id);
    if (node !== undefined && originalOf(node.spec) === null) {
      const keys = node.keys.filter(({ spec }) => spec.secret !== '');
      for (const key of keys) await context.keyring.remove(key.id);
    }
    const reset = await resetProvider(context, id);
    await context.spread();
    return presentProvider(context, reset);
  });
}
