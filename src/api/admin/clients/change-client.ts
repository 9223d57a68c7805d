import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../../api-context.ts';
import { parseBody } from '../parse-body.ts';
import type { WithId } from '../with-id.ts';
import { clientName, clientRules, rulesOf } from './client-fields.ts';
import { presentClient, readUsage } from './present-client.ts';

const body = z.strictObject({ name: clientName.optional(), ...clientRules });

/** PATCH /api/clients/:id: what is not named stays. */
export function addChangeClient(app: FastifyInstance, context: ApiContext): void {
  app.patch<WithId>('/api/clients/:id', { config: { audience: 'admin' } }, async (request) => {
    const { name, ...given } = parseBody(body, request.body);
    const change = { ...(name !== undefined && { name }), ...rulesOf(given, context.clock.now()) };
    const usageOf = await readUsage(context);
    return presentClient(context, await context.clients.change(request.params.id, change), usageOf);
  });
}
