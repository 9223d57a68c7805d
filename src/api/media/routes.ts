import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addEmbeddings } from './embeddings.ts';
import { addImages } from './images.ts';
import { addSpeech } from './speech.ts';
import { addTranscriptions } from './transcriptions.ts';

/** OpenAI's routes for what is no chat. */
export function addMediaRoutes(app: FastifyInstance, context: ApiContext): void {
  addEmbeddings(app, context);
  addImages(app, context);
  addSpeech(app, context);
  addTranscriptions(app, context);
}
