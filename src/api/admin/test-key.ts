import type { FastifyInstance } from 'fastify';
import { testKey } from '../../relay/upkeep/key-test.ts';
import type { ApiContext } from '../api-context.ts';
import type { KeyTestView } from '../views/key-view.ts';
import { testParts } from './test-parts.ts';
import type { WithId } from './with-id.ts';

/** POST /api/keys/:id/test */
export function addTestKey(app: FastifyInstance, context: ApiContext): void {
  app.post<WithId>(
    '/api/keys/:id/test',
    { config: { audience: 'admin' } },
    async (request): Promise<KeyTestView> => {
      const key = context.keyring.get(request.params.id);
      const result = await testKey(testParts(context), key.provider, key);
      if (result.ok) context.keyring.judge(key.id, { good: true });
      else if (result.error?.cause === 'wrong_key')
        context.keyring.judge(key.id, { good: false, reason: result.error.message });
      return result;
    },
  );
}
