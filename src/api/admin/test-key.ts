import type { FastifyInstance } from 'fastify';
import { testKey } from '../../relay/key-test.ts';
import type { ApiContext } from '../api-context.ts';
import { testParts } from './test-parts.ts';
import type { WithId } from './with-id.ts';

/** POST /api/keys/:id/test */
export function addTestKey(app: FastifyInstance, context: ApiContext): void {
  app.post<WithId>('/api/keys/:id/test', { config: { audience: 'admin' } }, (request) => {
    const key = context.keyring.get(request.params.id);
    return testKey(testParts(context), key.provider, key);
  });
}
