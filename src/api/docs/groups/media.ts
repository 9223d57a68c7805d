import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { modelName, openaiError, text, usage, whole } from '../shapes.ts';

const embeddings = z.looseObject({
  object: z.literal('list'),
  model: z.string(),
  data: z.array(
    z.looseObject({
      object: z.literal('embedding'),
      index: z.int(),
      embedding: z.union([z.array(z.number()), z.string()]),
    }),
  ),
  usage: usage.optional(),
});

const images = z.looseObject({
  created: z.int(),
  data: z.array(z.looseObject({ b64_json: z.string().optional(), url: z.string().optional() })),
});

export const mediaDocs: GroupDoc = {
  tag: 'Vectors, pictures and sound',
  description: 'OpenAI’s routes for what is no chat, served by the providers that have it.',
  relays: true,
  error: openaiError,
  routes: {
    'POST /v1/embeddings': {
      summary: 'Turn texts into vectors',
      description:
        'Vectors of two models never come together: the model, or one family, is named. A provider is changed only for one with the same model.',
      body: {
        schema: z.looseObject({
          model: text('An embedding model or its family'),
          input: z.union([z.string(), z.array(z.string())]),
          dimensions: z.int().optional(),
          encoding_format: z.enum(['float', 'base64']).optional(),
        }),
        example: { model: 'gemini-embedding-001', input: ['The river never stops.'] },
      },
      answers: {
        200: jsonAnswer('The vectors, in the order of the texts', embeddings, {
          object: 'list',
          model: 'gemini-embedding-001',
          data: [{ object: 'embedding', index: 0, embedding: [0.012, -0.034] }],
          usage: { prompt_tokens: 6, total_tokens: 6 },
        }),
      },
    },
    'POST /v1/images/generations': {
      summary: 'Draw pictures',
      body: {
        schema: z.looseObject({
          model: modelName.optional(),
          prompt: z.string(),
          n: whole('Pictures; each is a call of its own').optional(),
          size: text('Such as 1024x1024').optional(),
          response_format: z.enum(['b64_json', 'url']).optional(),
        }),
        example: { prompt: 'A water wheel at dawn', size: '1024x1024' },
      },
      answers: {
        200: jsonAnswer('The pictures', images, {
          created: 1795284000,
          data: [{ b64_json: 'iVBORw0KGgo…' }],
        }),
      },
    },
    'POST /v1/audio/speech': {
      summary: 'Read a text aloud',
      body: {
        schema: z.looseObject({
          model: modelName.optional(),
          input: z.string(),
          voice: z.string().optional(),
          response_format: z.string().optional(),
          speed: z.number().optional(),
        }),
        example: { input: 'The river never stops.', voice: 'autumn' },
      },
      answers: {
        200: {
          says: 'The sound',
          content: { 'audio/*': { schema: z.string().meta({ format: 'binary' }) } },
        },
      },
    },
    'POST /v1/audio/transcriptions': {
      summary: 'Write down what is said',
      description: 'The only route that takes a form.',
      body: {
        type: 'multipart/form-data',
        schema: z.looseObject({
          file: z.string().meta({ format: 'binary', description: 'The recording' }),
          model: modelName.optional(),
          language: text('Such as `fr`').optional(),
          prompt: z.string().optional(),
          response_format: z.enum(['json', 'text', 'verbose_json', 'srt', 'vtt']).optional(),
        }),
        example: { file: 'recording.mp3', language: 'fr' },
      },
      answers: {
        200: {
          says: 'The text, as `response_format` says',
          content: {
            'application/json': {
              schema: z.looseObject({ text: z.string() }),
              example: { text: 'Bonjour.' },
            },
            'text/plain': { schema: z.string() },
          },
        },
      },
    },
  },
};
