import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NoriaError } from '../../shared/errors.ts';
import type { ApiContext, ChatContext } from '../api-context.ts';
import { closeGently, hasUnreadBody } from './close-gently.ts';
import { dialectOf } from './dialect.ts';
import { retryAfterSeconds } from './error-extras.ts';
import { metaOfError, relayHeaders } from './relay-headers.ts';
import { securityHeaders } from './security-headers.ts';
import { toNoriaError } from './to-noria-error.ts';

/** An error as it goes to a client: the one place where that is decided, whatever carries it. */
export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** null = the client has left and is told nothing. Unexpected errors are logged. */
export function describeError(context: ChatContext, thrown: unknown, url: string): ErrorReply | null {
  const error = toNoriaError(thrown, context.config.server.bodyLimitBytes);
  if (error.code === 'client_closed') return null;
  const dialect = dialectOf(url);
  const meta = metaOfError(error, () => context.ids('trc'));
  report(context, error, meta.traceId);
  const { retryAfterMs } = error.details;
  return {
    status: dialect.statusOf(error),
    headers: {
      ...securityHeaders,
      ...(dialect.relays ? relayHeaders(meta) : {}),
      ...dialect.headersOf?.(error, meta.traceId),
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(retryAfterSeconds(retryAfterMs)) }),
      ...(error.code === 'shutting_down' ? { connection: 'close' } : {}),
      'content-type': 'application/json; charset=utf-8',
    },
    body: context.scrub(JSON.stringify(dialect.bodyOf(error, meta.traceId))),
  };
}

/** Tells every error of every route of the framework, in the dialect of its address. */
export function createErrorAnswer(
  context: ApiContext,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  return (thrown, request, reply) => {
    const told = describeError(context, thrown, request.url);
    if (told === null) {
      reply.hijack();
      reply.raw.destroy();
      return;
    }
    reply.headers(told.headers);
    const { allow } = request.routeOptions.config;
    if (told.status === 405 && allow !== undefined) reply.header('allow', allow);
    if (hasUnreadBody(request)) closeGently(request, reply);
    void reply.code(told.status).send(told.body);
  };
}

function report({ log }: ChatContext, error: NoriaError, trace: string): void {
  if (error.code === 'internal')
    log.error({ err: error.cause ?? error, trace }, `request ${trace}: internal error`);
  else log.debug({ trace, code: error.code }, `request ${trace}: ${error.code}: ${error.message}`);
}
