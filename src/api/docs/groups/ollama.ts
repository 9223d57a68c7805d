import { z } from 'zod';
import { json, jsonAnswer, type ContentDoc, type GroupDoc } from '../route-doc.ts';
import { flag, modelName, text } from '../shapes.ts';

const lines = 'application/x-ndjson';
const end = { done: z.boolean(), done_reason: z.string().optional() };
const chatAnswer = z.looseObject({
  model: z.string(),
  created_at: z.string(),
  message: z.looseObject({ role: z.string(), content: z.string() }),
  ...end,
});
const textAnswer = z.looseObject({ model: z.string(), created_at: z.string(), response: z.string(), ...end });
const stream = flag('One JSON a line; true without it').optional();
const options = z.looseObject({}).optional();
const tagged = z.looseObject({ name: z.string(), model: z.string(), modified_at: z.string() });

/** One object, or as lines of them. */
function whole(schema: z.ZodType): Record<string, ContentDoc> {
  return { [lines]: { schema: z.string() }, [json]: { schema } };
}

export const ollamaDocs: GroupDoc = {
  tag: 'Ollama',
  description:
    'Ollama’s own dialect under `/ollama`, for editors that speak only that. There only where NORIA_OLLAMA_API asks for it.',
  relays: true,
  error: {
    schema: z.looseObject({ error: z.string(), code: text('One of the codes of docs/errors.md') }),
    example: { error: 'There is no model "x".', code: 'model_not_found' },
  },
  routes: {
    'GET /ollama': {
      summary: 'Say that it runs',
      answers: {
        200: {
          says: 'Ollama’s words',
          content: { 'text/plain': { schema: z.string(), example: 'Ollama is running' } },
        },
      },
    },
    'GET /ollama/api/version': {
      summary: 'Tell the version that is spoken',
      answers: { 200: jsonAnswer('It', z.object({ version: z.string() }), { version: '0.12.6' }) },
    },
    'GET /ollama/api/tags': {
      summary: 'List what can be asked',
      answers: { 200: jsonAnswer('The names', z.object({ models: z.array(tagged) })) },
    },
    'GET /ollama/api/ps': {
      summary: 'List what is loaded',
      description: 'Nothing ever is: models run at the providers.',
      answers: { 200: jsonAnswer('An empty list', z.object({ models: z.array(tagged) }), { models: [] }) },
    },
    'POST /ollama/api/show': {
      summary: 'Show one model',
      body: { schema: z.looseObject({ model: modelName }), example: { model: 'auto' } },
      answers: {
        200: jsonAnswer(
          'It',
          z.looseObject({ details: z.looseObject({}), capabilities: z.array(z.string()) }),
        ),
      },
    },
    'POST /ollama/api/chat': {
      summary: 'Answer a conversation',
      body: {
        schema: z.looseObject({
          model: modelName,
          messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
          stream,
          options,
        }),
        example: { model: 'auto', stream: false, messages: [{ role: 'user', content: 'Hello' }] },
      },
      answers: { 200: { says: 'The answer, a line a piece', content: whole(chatAnswer) } },
    },
    'POST /ollama/api/generate': {
      summary: 'Answer a prompt',
      body: {
        schema: z.looseObject({ model: modelName, prompt: z.string(), stream, options }),
        example: { model: 'auto', stream: false, prompt: 'Say hello in three words.' },
      },
      answers: { 200: { says: 'The answer, a line a piece', content: whole(textAnswer) } },
    },
    'POST /ollama/api/embed': {
      summary: 'Turn texts into vectors',
      body: {
        schema: z.looseObject({ model: z.string(), input: z.union([z.string(), z.array(z.string())]) }),
        example: { model: 'gemini-embedding-001', input: ['The river never stops.'] },
      },
      answers: {
        200: jsonAnswer('The vectors', z.looseObject({ embeddings: z.array(z.array(z.number())) })),
      },
    },
    'POST /ollama/api/embeddings': {
      summary: 'Turn a text into a vector (the older call)',
      body: {
        schema: z.looseObject({ model: z.string(), prompt: z.string() }),
        example: { model: 'gemini-embedding-001', prompt: 'The river never stops.' },
      },
      answers: { 200: jsonAnswer('The vector', z.looseObject({ embedding: z.array(z.number()) })) },
    },
  },
};
