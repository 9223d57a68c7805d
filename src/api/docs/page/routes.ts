import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../../shared/errors.ts';
import { preferredLanguage } from '../../http/preferred-language.ts';
import { pageFiles, readPageFile } from './files.ts';
import { renderDocsPage } from './render-docs-page.ts';

/** Everything from here, no script or style in the page itself. The viewer draws its arrows as `data:` pictures. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** GET /api/docs and its files: an interactive page, made to work without any network but this server. */
export function addDocsPage(app: FastifyInstance): void {
  app.get('/api/docs', (request, reply) => {
    const language = preferredLanguage(request.headers['accept-language']);
    return reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache', vary: 'accept-language' })
      .type('text/html; charset=utf-8')
      .send(renderDocsPage(language));
  });
  app.get<{ Params: { file: string } }>('/api/docs/:file', async (request, reply) => {
    const { file } = request.params;
    const found = pageFiles.get(file);
    if (found === undefined) throw new NoriaError('not_found', `There is nothing at /api/docs/${file}.`);
    return reply
      .headers({ 'cache-control': 'public, max-age=3600' })
      .type(found.type)
      .send(await readPageFile(found));
  });
}
