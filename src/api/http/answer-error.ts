import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { closeGently, hasUnreadBody } from './close-gently.ts';
import { dialectOf } from './dialect.ts';
import { retryAfterSeconds } from './error-extras.ts';
import { metaOfError, relayHeaders } from './relay-headers.ts';
import { securityHeaders } from './security-headers.ts';
import { toNoriaError } from './to-noria-error.ts';

/** Tells every error of every route, in the dialect of its address. */
export function createErrorAnswer(
  context: ApiContext,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  return (thrown, request, reply) => {
    const error = toNoriaError(thrown, context.config.server.bodyLimitBytes);
    if (error.code === 'client_closed') {
      reply.hijack();
      reply.raw.destroy();
      return;
    }
    const dialect = dialectOf(request.url);
    const meta = metaOfError(error, () => context.ids('trc'));
    report(context, error, meta.traceId);
    reply.headers(securityHeaders);
    if (dialect.relays) reply.headers(relayHeaders(meta));
    if (error.details.retryAfterMs !== undefined)
      reply.header('retry-after', retryAfterSeconds(error.details.retryAfterMs));
    const { allow } = request.routeOptions.config;
    if (error.code === 'method_not_allowed' && allow !== undefined) reply.header('allow', allow);
    if (hasUnreadBody(request)) closeGently(request, reply);
    else if (error.code === 'shutting_down') reply.header('connection', 'close');
    void reply
      .code(dialect.statusOf(error))
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(dialect.bodyOf(error)));
  };
}

function report({ log }: ApiContext, error: NoriaError, trace: string): void {
  if (error.code === 'internal')
    log.error({ err: error.cause ?? error, trace }, `request ${trace}: internal error`);
  else log.debug({ trace, code: error.code }, `request ${trace}: ${error.code}: ${error.message}`);
}
