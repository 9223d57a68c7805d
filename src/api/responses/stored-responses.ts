import type { FastifyInstance, FastifyRequest } from 'fastify';
import { clientOf } from '../http/request-facts.ts';
import { check } from '../openai/check-chat-body.ts';
import type { Conversations } from './conversations.ts';
import type { Item } from './item.ts';

interface OneResponse {
  readonly Params: { readonly id: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

const forClients = { config: { audience: 'client' } } as const;
const mostItems = 100;
const usualItems = 20;

/** GET and DELETE /v1/responses/:id, GET /v1/responses/:id/input_items */
export function addStoredResponses(app: FastifyInstance, conversations: Conversations): void {
  app.get<OneResponse>('/v1/responses/:id', forClients, async (request) => {
    check(request.query.stream !== 'true', 'stream', 'false: a stream is not told twice');
    return (await conversations.get(ownerOf(request), request.params.id)).response;
  });
  app.delete<OneResponse>('/v1/responses/:id', forClients, async (request) => {
    const { id } = request.params;
    await conversations.remove(ownerOf(request), id);
    return { id, object: 'response', deleted: true };
  });
  app.get<OneResponse>('/v1/responses/:id/input_items', forClients, async (request) => {
    const { input } = await conversations.get(ownerOf(request), request.params.id);
    return listOf(input, request.query);
  });
}

function ownerOf({ caller }: Pick<FastifyRequest, 'caller'>): string {
  return clientOf(caller)?.id ?? '';
}

/** One page of the items. @throws NoriaError invalid_request */
function listOf(
  items: readonly Item[],
  { limit, order = 'desc', after }: OneResponse['Querystring'],
): object {
  const most = limit === undefined ? usualItems : Number(limit);
  check(
    Number.isInteger(most) && most >= 1 && most <= mostItems,
    'limit',
    `a whole number from 1 to ${mostItems}`,
  );
  check(order === 'asc' || order === 'desc', 'order', 'asc, desc');
  const ordered = order === 'asc' ? items : items.toReversed();
  const start = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1;
  check(after === undefined || start > 0, 'after', 'the id of one of the items');
  const data = ordered.slice(start, start + most);
  return {
    object: 'list',
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + most < ordered.length,
  };
}
