import { z } from 'zod';
import { json, jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { events, eventStream, text } from '../shapes.ts';

const content = z.looseObject({ role: z.string().optional(), parts: z.array(z.looseObject({})) });

const generate = z.looseObject({
  contents: z.array(content),
  systemInstruction: content.optional(),
  tools: z.array(z.looseObject({})).optional(),
  generationConfig: z.looseObject({}).optional(),
});

const answer = z.looseObject({
  candidates: z.array(z.looseObject({ content: content.optional(), finishReason: z.string().optional() })),
  usageMetadata: z.looseObject({}).optional(),
  modelVersion: z.string().optional(),
});

const asked = { contents: [{ role: 'user', parts: [{ text: 'Say hello in three words.' }] }] };
const answered = {
  candidates: [
    { index: 0, content: { role: 'model', parts: [{ text: 'Hello, dear friend!' }] }, finishReason: 'STOP' },
  ],
  usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 5, totalTokenCount: 17 },
  modelVersion: 'openai/gpt-oss-120b',
};

const model = z.looseObject({
  name: z.string(),
  displayName: z.string(),
  inputTokenLimit: z.int().optional(),
  supportedGenerationMethods: z.array(z.string()),
});
const shown = {
  name: 'models/auto',
  baseModelId: 'auto',
  version: '1',
  displayName: 'auto',
  description: 'Whoever can serve it, by Noria',
  supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
};

const params = {
  model: 'A name as in `GET /v1beta/models`, which may hold slashes; Gemini’s own names work, too',
};

export const geminiDocs: GroupDoc = {
  tag: 'Gemini',
  description:
    'Gemini’s `v1beta`, for Gemini CLI and Google’s libraries: base address `http://127.0.0.1:6674`. The key goes into `x-goog-api-key`, into `key` of the address, or into `Authorization`.',
  relays: true,
  error: {
    schema: z.object({
      error: z.looseObject({ code: z.int(), message: z.string(), status: z.string() }),
    }),
    example: { error: { code: 401, message: 'A key is missing.', status: 'UNAUTHENTICATED', details: [] } },
  },
  routes: {
    'GET /v1beta/models': {
      summary: 'List what can be asked',
      query: z.object({
        pageSize: text('1 to 1000; all without it').optional(),
        pageToken: text('`nextPageToken` of the page before').optional(),
      }),
      answers: {
        200: jsonAnswer(
          'The models',
          z.object({ models: z.array(model), nextPageToken: z.string().optional() }),
          { models: [shown] },
        ),
      },
    },
    'GET /v1beta/models/*': {
      as: '/v1beta/models/{model}',
      summary: 'Show one model',
      params,
      answers: { 200: jsonAnswer('It', model, shown) },
    },
    'POST /v1beta/models/*': [
      {
        as: '/v1beta/models/{model}:generateContent',
        summary: 'Answer a conversation',
        params,
        body: { schema: generate, example: asked },
        answers: { 200: jsonAnswer('The answer', answer, answered) },
      },
      {
        as: '/v1beta/models/{model}:streamGenerateContent',
        summary: 'Answer a conversation as it is written',
        params,
        query: z.object({ alt: text('`sse` for events; else one JSON list').optional() }),
        body: { schema: generate, example: asked },
        answers: {
          200: {
            says: 'Pieces of the answer',
            content: { [json]: { schema: z.array(answer) }, [eventStream]: { schema: events } },
          },
        },
      },
      {
        as: '/v1beta/models/{model}:countTokens',
        summary: 'Estimate a prompt’s tokens',
        params,
        body: { schema: z.looseObject({ contents: z.array(content).optional() }), example: asked },
        answers: {
          200: jsonAnswer('The estimate', z.looseObject({ totalTokens: z.int() }), { totalTokens: 12 }),
        },
      },
      {
        as: '/v1beta/models/{model}:embedContent',
        summary: 'Turn a text into a vector',
        params,
        body: {
          schema: z.looseObject({ content }),
          example: { content: { parts: [{ text: 'The river never stops.' }] } },
        },
        answers: {
          200: jsonAnswer(
            'The vector',
            z.looseObject({ embedding: z.looseObject({ values: z.array(z.number()) }) }),
            { embedding: { values: [0.012, -0.034] } },
          ),
        },
      },
      {
        as: '/v1beta/models/{model}:batchEmbedContents',
        summary: 'Turn several texts into vectors',
        params,
        body: {
          schema: z.looseObject({ requests: z.array(z.looseObject({ content })) }),
          example: {
            requests: [
              { model: 'models/gemini-embedding-001', content: { parts: [{ text: 'The river.' }] } },
            ],
          },
        },
        answers: {
          200: jsonAnswer(
            'The vectors, in the order of the requests',
            z.looseObject({ embeddings: z.array(z.looseObject({ values: z.array(z.number()) })) }),
          ),
        },
      },
    ],
  },
};
