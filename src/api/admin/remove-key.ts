import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { presentKey } from './present-key.ts';
import type { WithId } from './with-id.ts';

/** DELETE /api/keys/:id */
export function addRemoveKey(app: FastifyInstance, { keyring, clock }: ApiContext): void {
  app.delete<WithId>('/api/keys/:id', { config: { audience: 'admin' } }, async (request) =>
    presentKey(await keyring.remove(request.params.id), clock.now()),
  );
}
