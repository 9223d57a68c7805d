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

/** POST /api/keys: it may serve from the answer on, in every process. */
export function addAddKey(app: FastifyInstance, context: ApiContext): void {
  const { keyring, pool, clock } = context;
  app.post('/api/keys', { config: { audience: 'admin' } }, async (request, reply) => {
    const key = await keyring.add(parseBody(body, request.body));
    forgetKeyless(pool, key.provider.id);
    await context.spread();
    return reply.code(201).send(presentKey(context, key, clock.now()));
  });
}
