import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { renderPage } from './render-page.ts';
import { style } from './style.ts';
import { preferredLanguage } from './words.ts';

/** GET /, /settings and /sign-in: one page without a script, until the web app takes its place. */
export function addPageRoutes(app: FastifyInstance, context: ApiContext): void {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  for (const url of ['/', '/settings', '/sign-in']) {
    app.get(url, (request, reply) => {
      const language = preferredLanguage(request.headers['accept-language']);
      reply.headers({
        'content-security-policy': policy,
        'content-language': language,
        vary: 'accept-language',
        'cache-control': url === '/sign-in' ? 'no-store' : 'no-cache',
      });
      return reply
        .type('text/html; charset=utf-8')
        .send(renderPage(context, { language, signIn: url === '/sign-in' }));
    });
  }
}
