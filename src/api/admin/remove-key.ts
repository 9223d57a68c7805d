import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { iso } from '../state/iso.ts';
import type { RemovedKeyView } from '../views/key-view.ts';
import { presentKey } from './present-key.ts';
import type { WithId } from './with-id.ts';

/** DELETE /api/keys/:id: not used from then on; it can be brought back for a while. */
export function addRemoveKey(app: FastifyInstance, context: ApiContext): void {
  const { keyring, clock } = context;
  app.delete<WithId>(
    '/api/keys/:id',
    { config: { audience: 'admin' } },
    async ({ params }): Promise<RemovedKeyView> => {
      const { key, restorableUntil } = await keyring.remove(params.id);
      await context.spread();
      return { ...presentKey(context, key, clock.now()), restorable_until: iso(restorableUntil) };
    },
  );
}
