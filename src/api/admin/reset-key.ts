import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { presentKey } from './present-key.ts';
import type { WithId } from './with-id.ts';

/** POST /api/keys/:id/reset */
export function addResetKey(app: FastifyInstance, context: ApiContext): void {
  const { keyring, clock } = context;
  app.post<WithId>('/api/keys/:id/reset', { config: { audience: 'admin' } }, (request) =>
    presentKey(context, keyring.reset(request.params.id), clock.now()),
  );
}
