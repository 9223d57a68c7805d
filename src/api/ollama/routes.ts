import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { guarded } from './admit-keyless.ts';
import { converse } from './converse.ts';
import { embed, embedOne } from './embed.ts';
import { listTags, showModel } from './models.ts';
import { showMessage, showResponse } from './present.ts';
import { readChat, readGenerate } from './read-call.ts';

/** The version of Ollama whose API is spoken here; editors ask for one that is new enough for tools and pictures. */
const spokenVersion = '0.12.6';

/** Ollama's own API under the base address `/ollama`, where NORIA_OLLAMA_API asks for it: https://docs.ollama.com/api */
export function addOllamaRoutes(app: FastifyInstance, context: ApiContext): void {
  if (context.config.server.ollama === 'off') return;
  const looks = guarded(context, false);
  const asks = guarded(context, true);
  app.get('/ollama', (_request, reply) => reply.type('text/plain; charset=utf-8').send('Ollama is running'));
  app.get('/ollama/api/version', looks, () => ({ version: spokenVersion }));
  app.get('/ollama/api/tags', looks, ({ caller }) => listTags(context, caller));
  // Models run at the providers: none is in this memory.
  app.get('/ollama/api/ps', looks, () => ({ models: [] }));
  app.post('/ollama/api/show', looks, ({ body, caller }) => showModel(context, caller, bodyOf(body)));
  app.post('/ollama/api/chat', asks, converse(context, { read: readChat, show: showMessage }));
  app.post('/ollama/api/generate', asks, converse(context, { read: readGenerate, show: showResponse }));
  app.post('/ollama/api/embed', asks, (request, reply) => embed(context, { request, reply }));
  app.post('/ollama/api/embeddings', asks, (request, reply) => embedOne(context, { request, reply }));
}
