import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import { appFiles } from './app-files.ts';
import { appFolder, builtFiles } from './app-folder.ts';

/** Everything from here, and no script or style in the page itself. Pictures may be of a file that was just chosen, or made. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A worker is held to the policy of its own file: without this one it could ask for nothing, and is refused itself. */
const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/** Addresses of the app: all are one page, which reads the address itself. `web/pages/pages.ts` has the same. */
const pages = [
  '/',
  '/sign-in',
  '/quotas',
  '/requests',
  '/requests/:id',
  '/content',
  '/simulator',
  '/settings',
];

/** GET of the web app's pages and files. It shows nothing by itself: what it knows comes from the API, with a session. */
export function addWebRoutes(app: FastifyInstance): void {
  let built = builtFiles();
  // Also where it is not built yet: it may be while we serve.
  void app.register(fastifyStatic, {
    root: appFolder,
    serve: false,
    preCompressed: true,
    suppressWarning: true,
  });
  const send = (reply: FastifyReply, name: string, caching: string): FastifyReply => {
    // The app may have been built anew while we serve it.
    if (!built.has(name)) built = builtFiles();
    if (!built.has(name)) throw new NoriaError('not_found', built.size === 0 ? notBuilt : noSuchFile);
    return reply.header('cache-control', caching).sendFile(name, { cacheControl: false });
  };
  for (const url of pages)
    app.get(url, (_request, reply) => {
      reply.header('content-security-policy', policy);
      return send(reply, 'index.html', 'no-cache');
    });
  for (const name of appFiles)
    app.get(`/${name}`, (_request, reply) => {
      if (name === 'service-worker.js') reply.header('content-security-policy', workerPolicy);
      return send(reply, name, 'no-cache');
    });
  // Their names change with what is in them.
  app.get<{ Params: { file: string } }>('/assets/:file', ({ params }, reply) =>
    send(reply, `assets/${params.file}`, 'public, max-age=31536000, immutable'),
  );
}

const noSuchFile = 'The app has no such file: reload the page, which may be of another version.';
const notBuilt =
  'The web app is not built: start Noria with "npm start", which builds it, or run "npm run build". The API works without it.';
