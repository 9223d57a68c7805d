import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { admitClient } from './admit-client.ts';
import { checkAudience, identify } from './identify.ts';
import { clientOf } from './request-facts.ts';

/** The door: everything that can be refused by the head of a request is refused before a byte of its body is read. */
export function admitRequests(app: FastifyInstance, context: ApiContext): void {
  app.addHook('onRequest', (request, _reply, done) => {
    try {
      admit(request, context);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

function admit(request: FastifyRequest, context: ApiContext): void {
  const { access, config, state, tally } = context;
  const { headers } = request.raw;
  const { audience = 'open', app, allow, body } = request.routeOptions.config;
  if (state.draining && !isProbe(request.url))
    throw new NoriaError('shutting_down', 'Noria is shutting down; try again in a moment.');
  if (request.is404) throw new NoriaError('not_found', `There is nothing at ${pathOf(request.url)}.`);
  request.caller = request.signedIn ? 'admin' : identify(headers, access);
  const client = clientOf(request.caller);
  if (client !== null) tally.saw(client.id);
  checkAudience(audience, request.caller, headers, access);
  if (allow !== undefined)
    throw new NoriaError(
      'method_not_allowed',
      `${pathOf(request.url)} takes ${allow}, not ${request.method}.`,
    );
  if (client !== null) admitClient(context, client, app);
  if (Number(headers['content-length']) > config.server.bodyLimitBytes)
    throw bodyTooLarge(config.server.bodyLimitBytes);
  // Whatever it calls itself, what comes is read as JSON: curl's default is a form. Only a route that takes one looks at it.
  if (headers['content-type'] !== undefined && body !== 'form') headers['content-type'] = 'application/json';
}

export function bodyTooLarge(limitBytes: number): NoriaError {
  return new NoriaError(
    'body_too_large',
    `The body is larger than the ${Math.round(limitBytes / 1024 / 1024)} MB that are taken here.`,
  );
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/** Liveness and readiness are answered to the end. */
export function isProbe(url: string): boolean {
  return url === '/healthz' || url === '/readyz';
}
