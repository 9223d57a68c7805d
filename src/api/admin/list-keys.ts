import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { presentKey } from './present-key.ts';

/** GET /api/keys. What answers without a key has none to list. */
export function addListKeys(app: FastifyInstance, { keyring, clock }: ApiContext): void {
  app.get('/api/keys', { config: { audience: 'admin' } }, () => {
    const now = clock.now();
    return {
      keys: keyring
        .list()
        .filter(({ spec }) => spec.secret !== '')
        .map((key) => presentKey(key, now)),
    };
  });
}
