import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../api-context.ts';
import type { WithId } from './with-id.ts';
import { parseBody, textOrNull, yesNo } from './parse-body.ts';
import { presentKey } from './present-key.ts';

const body = z.strictObject({
  label: textOrNull.optional(),
  account: textOrNull.optional(),
  enabled: yesNo.optional(),
});

/** PATCH /api/keys/:id */
export function addChangeKey(app: FastifyInstance, context: ApiContext): void {
  const { keyring, clock } = context;
  app.patch<WithId>('/api/keys/:id', { config: { audience: 'admin' } }, async (request) => {
    const key = await keyring.change(request.params.id, parseBody(body, request.body));
    await context.spread();
    return presentKey(context, key, clock.now());
  });
}
