import type { FastifyInstance } from 'fastify';

/** `expect: 100-continue`: a client that asks before it sends its body is told to go on only once it was let in. */
export function continueWhenAdmitted(app: FastifyInstance): void {
  app.server.on('checkContinue', (req, res) => app.routing(req, res));
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (request.raw.headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();
    done();
  });
}
