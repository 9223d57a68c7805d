import type { FastifyInstance } from 'fastify';
import { addDocsPage } from './page/routes.ts';
import { seeRoutes } from './seen-routes.ts';

/** GET /api/openapi.json and the page at GET /api/docs. Goes before all other routes: it describes those added after it. */
export function addDocsRoutes(app: FastifyInstance): void {
  const routes = seeRoutes(app);
  let document: Promise<Buffer> | null = null;
  app.get('/api/openapi.json', async (_request, reply) => {
    // Made when somebody asks: a start has no use for it.
    // As bytes: there is no secret in it, and its examples of keys are to stay.
    document ??= import('./openapi.ts').then(async ({ openapiOf }) =>
      Buffer.from(JSON.stringify(await openapiOf(routes))),
    );
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await document);
  });
  addDocsPage(app);
}
