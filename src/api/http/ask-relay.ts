import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatAnswer, ChatRequest } from '../../relay/request.ts';
import type { ApiContext } from '../api-context.ts';
import { readRequestHeaders } from '../openai/request-headers.ts';
import { clientOf } from './request-facts.ts';
import { signalOfClient } from './signal-of-client.ts';

/** A request of the framework and what will be its answer. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Everything of a relay's request that comes from who asks, not from what is asked. */
export type WhoAsks = Pick<
  ChatRequest,
  | 'deadlineMs'
  | 'strategy'
  | 'resume'
  | 'session'
  | 'client'
  | 'app'
  | 'signal'
  | 'receivedAt'
  | 'receivedTick'
>;

/** What a dialect makes of a body. `session`: where the client named none in its header. */
export type Asked = Omit<ChatRequest, keyof WhoAsks> & Pick<ChatRequest, 'session'>;

/** Who asks, with the wishes of his `x-noria-…` headers. Once for each request. @throws NoriaError invalid_request */
export function whoAsks({ request, reply }: Exchange): WhoAsks {
  return {
    ...readRequestHeaders(request.raw.headers),
    client: clientOf(request.caller)?.id ?? null,
    app: request.routeOptions.config.app ?? null,
    signal: signalOfClient(reply.raw),
    receivedAt: request.arrivedAt,
    receivedTick: request.arrivedTick,
  };
}

/** Asks the relay for somebody who came over HTTP. @throws NoriaError */
export function askRelay(
  { relay }: Pick<ApiContext, 'relay'>,
  exchange: Exchange,
  asked: Asked,
): Promise<ChatAnswer> {
  const who = whoAsks(exchange);
  return relay.chat({ ...asked, ...who, session: who.session ?? asked.session ?? null });
}
