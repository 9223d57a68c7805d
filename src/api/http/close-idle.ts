import type { FastifyInstance } from 'fastify';

const lookEveryMs = 100;

/** While the server drains, a connection whose answer is complete is closed: `close` waits for no idle client. */
export function closeIdleWhileDraining(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    const timer = setInterval(() => app.server.closeIdleConnections(), lookEveryMs);
    app.server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}
