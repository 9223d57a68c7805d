import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../../api-context.ts';
import type { NewClientView } from '../../views/client-view.ts';
import { parseBody } from '../parse-body.ts';
import { clientName, clientRules, rulesOf } from './client-fields.ts';
import { presentClient, readUsage } from './present-client.ts';

const body = z.strictObject({ name: clientName, ...clientRules });

/** POST /api/clients. The answer holds the key, this once. */
export function addAddClient(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/clients', { config: { audience: 'admin' } }, async (request, reply) => {
    const { name, ...given } = parseBody(body, request.body);
    const rules = rulesOf(given, context.clock.now());
    const { key, secret } = await context.clients.add({ name, ...rules });
    const shown: NewClientView = { ...presentClient(context, key, await readUsage(context)), key: secret };
    // As bytes: in a text of ours the secret would be hidden.
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(Buffer.from(JSON.stringify(shown)));
  });
}
