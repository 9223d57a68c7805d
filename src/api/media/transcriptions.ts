import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { whoAsks } from '../http/ask-relay.ts';
import { askMedia, sendMedia } from './ask-media.ts';
import { readForm } from './read-form.ts';
import { readTranscription } from './read-transcription.ts';

/** POST /v1/audio/transcriptions: a form comes, text goes. The only route that takes no JSON. */
export function addTranscriptions(app: FastifyInstance, context: ApiContext): void {
  const config = { audience: 'client', app: 'audio', body: 'form' } as const;
  app.post('/v1/audio/transcriptions', { config }, async (request, reply) => {
    const who = whoAsks({ request, reply });
    const asked = readTranscription(await readForm(request.bodyBytes, request.raw.headers['content-type']));
    const answer = await askMedia(context, who, { task: 'transcription', ...asked });
    return sendMedia(reply, answer.meta, answer);
  });
}
