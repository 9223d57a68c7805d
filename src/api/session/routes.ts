import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { addressOf } from '../http/address-of.ts';
import { tooManyTries } from '../http/check-guess.ts';
import { iso } from '../state/iso.ts';
import type { SessionView } from '../views/session-view.ts';
import { endedCookie, sessionCookie, sessionIdIn } from './cookie.ts';
import { checkNotForeign } from './same-origin.ts';

/** GET, POST and DELETE /api/session: whether the browser is signed in, and till when; signing in with the token, and out. */
export function addSessionRoutes(app: FastifyInstance, context: ApiContext): void {
  const { access, signIns, wrongTries } = context;
  const config = { audience: 'open' } as const;

  app.get('/api/session', { config }, (request, reply) => {
    const expiresAt = openUntil(request);
    return tell(reply, request.caller === 'admin', expiresAt);
  });

  app.post('/api/session', { config }, async (request, reply) => {
    checkNotForeign(request.raw);
    const { token } = bodyOf(request.body);
    if (typeof token !== 'string' || token === '')
      throw new NoriaError('invalid_request', '"token" is missing; allowed: the administrator’s token', {
        param: 'token',
      });
    const address = addressOf(request.raw);
    const waitMs = await wrongTries.waitMs(address);
    if (waitMs > 0) throw tooManyTries(waitMs);
    if (!access.isAdmin(token.trim())) {
      await wrongTries.note(address, token.trim());
      throw new NoriaError('unauthorized', 'This is not the administrator’s token.');
    }
    const { id, expiresAt } = await signIns.begin();
    reply.header('set-cookie', sessionCookie(id, request.headers));
    return tell(reply, true, expiresAt);
  });

  app.delete('/api/session', { config }, async (request, reply) => {
    const id = sessionIdIn(request.headers);
    if (id !== null) await signIns.end(id);
    reply.header('set-cookie', endedCookie(request.headers));
    return tell(reply, false, null);
  });

  function openUntil({ headers }: FastifyRequest): number | null {
    const id = sessionIdIn(headers);
    return id === null ? null : signIns.openUntil(id);
  }

  function tell(reply: FastifyReply, signedIn: boolean, expiresAt: number | null): SessionView {
    reply.header('cache-control', 'no-store');
    return {
      signed_in: signedIn,
      expires_at: expiresAt === null ? null : iso(expiresAt),
      ...(context.simulated && { simulated: true }),
    };
  }
}
