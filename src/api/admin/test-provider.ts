import type { FastifyInstance } from 'fastify';
import { createAccountNode, createKeyNode, type KeyNode, type ProviderNode } from '../../engine/nodes.ts';
import { testKey } from '../../relay/upkeep/key-test.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { isWilling } from '../state/can-serve.ts';
import type { KeyTestView } from '../views/key-view.ts';
import { testParts } from './test-parts.ts';
import type { WithId } from './with-id.ts';

/** POST /api/providers/:id/test: with its first usable key. */
export function addTestProvider(app: FastifyInstance, context: ApiContext): void {
  app.post<WithId>(
    '/api/providers/:id/test',
    { config: { audience: 'admin' } },
    (request): Promise<KeyTestView> => {
      const provider = context.pool.providers.get(request.params.id);
      if (provider === undefined)
        throw new NoriaError('not_found', `There is no provider ${request.params.id}`);
      return testKey(testParts(context), provider, keyToTest(provider));
    },
  );
}

function keyToTest(provider: ProviderNode): KeyNode {
  const key = provider.keys.find(isWilling) ?? provider.keys[0];
  if (key !== undefined) return key;
  const { id, spec } = provider;
  const { scheme, optional } = spec.def.auth;
  if (scheme !== 'none' && optional !== true)
    throw new NoriaError('conflict', `${spec.def.name} has no key to test: add one first`);
  const none = {
    id: `key_${id}_none`,
    provider: id,
    secret: '',
    masked: '',
    label: null,
    account: null,
    enabled: true,
  };
  return createKeyNode(provider, createAccountNode(provider, none.id), none);
}
