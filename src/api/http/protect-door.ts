import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { sessionIdIn } from '../session/cookie.ts';
import { checkSameOrigin } from '../session/same-origin.ts';
import { checkGuess } from './check-guess.ts';
import { checkHead } from './check-head.ts';
import { credentialsIn, takeQueryKey } from './identify.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session cookie of the web app opens what the administrator's token opens. */
    signedIn: boolean;
  }
}

/** Before anybody is let in: the host, browsers of other sites, guesses. Goes before `admitRequests`. */
export function protectDoor(app: FastifyInstance, context: ApiContext): void {
  app.decorateRequest('signedIn', false);
  app.addHook('onRequest', async (request) => {
    checkHead(request.raw, context.hosts);
    if (request.is404) return;
    if (request.routeOptions.config.keyless?.(request.raw) === true) return;
    takeQueryKey(request.raw);
    if (credentialsIn(request.raw.headers).length > 0) await checkGuess(context, request.raw);
    else request.signedIn = isSignedIn(context, request);
  });
}

/** @throws NoriaError forbidden when another site's page asks in the browser's name */
function isSignedIn({ signIns }: ApiContext, { raw }: FastifyRequest): boolean {
  const id = sessionIdIn(raw.headers);
  if (id === null || signIns.openUntil(id) === null) return false;
  checkSameOrigin(raw);
  return true;
}
