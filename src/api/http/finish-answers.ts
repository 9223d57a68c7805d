import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { securityHeaders } from './security-headers.ts';

/** The last look at what leaves: no known key in any text of ours. A provider's whole answer is bytes, and passes as it is. */
export function finishAnswers(app: FastifyInstance, { scrub, state }: ApiContext): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    for (const name in securityHeaders)
      if (!reply.hasHeader(name)) reply.header(name, securityHeaders[name as keyof typeof securityHeaders]);
    if (state.draining) reply.header('connection', 'close');
    done(null, typeof payload === 'string' ? scrub(payload) : payload);
  });
}
