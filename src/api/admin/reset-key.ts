import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { presentKey } from './present-key.ts';
import type { WithId } from './with-id.ts';

/** POST /api/keys/:id/reset */
export function addResetKey(app: FastifyInstance, { keyring, clock }: ApiContext): void {
  app.post<WithId>('/api/keys/:id/reset', { config: { audience: 'admin' } }, (request) =>
    presentKey(keyring.reset(request.params.id), clock.now()),
  );
}
