import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import Fastify from 'fastify';
import { describeOperation } from './describe-operation.ts';
import { docsOf, groups } from './groups.ts';
import type { SeenRoute } from './seen-routes.ts';

/** The document as it is sent. */
export type OpenapiDocument = ReturnType<Awaited<ReturnType<typeof describing>>['swagger']>;

/**
 * OpenAPI 3.1 of these routes. It is made on a server of its own that serves nothing: the real one has no schema on any
 * route, and neither validates nor serialises by one.
 */
export async function openapiOf(routes: readonly SeenRoute[]): Promise<OpenapiDocument> {
  const app = await describing(routes);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

async function describing(routes: readonly SeenRoute[]) {
  const app = Fastify({ logger: false, exposeHeadRoutes: false });
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  const shown: string[] = [];
  await app.register(swagger, {
    openapi: frame(),
    convertConstToEnum: false,
    transform: ({ schema, url }) => ({ schema, url: shown[Number(url.slice(1))] ?? url }),
  });
  for (const route of routes)
    for (const { group, doc } of docsOf(route.method, route.url)) {
      // Paths that the router cannot take (`{model}:generateContent`) are put in afterwards, by number.
      const url = `/${shown.push(escaped(doc.as ?? route.url)) - 1}`;
      app.route({
        method: route.method,
        url,
        schema: describeOperation(route, group, doc),
        handler: () => null,
      });
    }
  return app;
}

/** @fastify/swagger reads `:name` as a parameter and `::` as a colon. */
function escaped(path: string): string {
  return path.replace('}:', '}::');
}

function frame() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Noria',
      version: versionOf(),
      description:
        'One endpoint over every free tier, key and local model. Ask with a client key (`sk-noria-…`), rule with the administrator’s token.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Where the document itself was fetched.
    servers: [{ url: '/', description: 'This Noria' }],
    tags: groups.map(({ tag, description }) => ({ name: tag, description })),
    components: {
      securitySchemes: {
        clientKey: { type: 'http', scheme: 'bearer', description: 'A client key: sk-noria-…' },
        clientKeyHeader: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'The same in a header of its own',
        },
        adminToken: { type: 'http', scheme: 'bearer', description: 'The administrator’s token' },
      },
    },
  } satisfies FastifyDynamicSwaggerOptions['openapi'];
}

function versionOf(): string {
  const path = join(import.meta.dirname, '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
