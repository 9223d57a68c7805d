import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { forgetKeyless } from '../../keyring/provider-settings.ts';
import type { ApiContext } from '../api-context.ts';
import { presentKey } from './present-key.ts';
import { parseBody, text, textOrNull } from './parse-body.ts';

const body = z.strictObject({
  provider: text,
  secret: text,
  label: textOrNull.optional(),
  account: textOrNull.optional(),
});

/** POST /api/keys */
export function addAddKey(app: FastifyInstance, { keyring, pool, clock }: ApiContext): void {
  app.post('/api/keys', { config: { audience: 'admin' } }, async (request, reply) => {
    const key = await keyring.add(parseBody(body, request.body));
    forgetKeyless(pool, key.provider.id);
    return reply.code(201).send(presentKey(key, clock.now()));
  });
}
