import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { whoAsks } from '../http/ask-relay.ts';
import { askMedia, sendMedia } from './ask-media.ts';
import { readSpeech } from './read-speech.ts';

/** POST /v1/audio/speech: the answer is the sound. */
export function addSpeech(app: FastifyInstance, context: ApiContext): void {
  app.post('/v1/audio/speech', { config: { audience: 'client', app: 'audio' } }, async (request, reply) => {
    const asked = readSpeech(bodyOf(request.body));
    const answer = await askMedia(context, whoAsks({ request, reply }), { task: 'speech', ...asked });
    return sendMedia(reply, answer.meta, answer);
  });
}
