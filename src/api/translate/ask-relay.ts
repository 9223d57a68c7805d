import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatAnswer, ChatRequest } from '../../relay/request.ts';
import type { ApiContext } from '../api-context.ts';
import { clientOf } from '../http/request-facts.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import { readRequestHeaders } from '../openai/request-headers.ts';

/** What a dialect makes of a body. */
export type Translated = Pick<ChatRequest, 'task' | 'body' | 'model' | 'stream' | 'facts'>;

/** Asks for somebody who came over HTTP, with the wishes of his `x-noria-…` headers. @throws NoriaError */
export function askRelay(
  { relay }: Pick<ApiContext, 'relay'>,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  translated: Translated,
): Promise<ChatAnswer> {
  return relay.chat({
    ...translated,
    ...readRequestHeaders(request.raw.headers),
    wantsUsage: translated.stream,
    client: clientOf(request.caller)?.id ?? null,
    signal: signalOfClient(reply.raw),
    receivedAt: request.arrivedAt,
    receivedTick: request.arrivedTick,
  });
}
