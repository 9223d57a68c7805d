import type { FastifyInstance } from 'fastify';
import { forgetKeyless } from '../../keyring/provider-settings.ts';
import type { ApiContext } from '../api-context.ts';
import type { KeyView } from '../views/key-view.ts';
import { presentKey } from './present-key.ts';
import type { WithId } from './with-id.ts';

/** POST /api/keys/:id/restore: a key that was removed a moment ago, as it was. */
export function addRestoreKey(app: FastifyInstance, context: ApiContext): void {
  const { keyring, pool, clock } = context;
  app.post<WithId>(
    '/api/keys/:id/restore',
    { config: { audience: 'admin' } },
    async ({ params }): Promise<KeyView> => {
      const key = await keyring.restore(params.id);
      forgetKeyless(pool, key.provider.id);
      await context.spread();
      return presentKey(context, key, clock.now());
    },
  );
}
