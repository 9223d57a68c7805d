import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import { addAddClient } from './add-client.ts';
import { addChangeClient } from './change-client.ts';
import { addListClients } from './list-clients.ts';
import { addRemoveClient } from './remove-client.ts';
import { addShowClient } from './show-client.ts';

/** The keys of our own clients. */
export function addClientRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const add of [addListClients, addShowClient, addAddClient, addChangeClient, addRemoveClient])
    add(app, context);
}
