import { z } from 'zod';
import { json, jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { amount, events, eventStream, flag, modelName, openaiError, text, whole } from '../shapes.ts';

const item = z.looseObject({ type: z.string().optional() });

const request = z.looseObject({
  model: modelName.optional(),
  input: z.union([z.string(), z.array(item)]),
  instructions: z.string().nullable().optional(),
  previous_response_id: text('Goes on from a stored response').nullable().optional(),
  store: flag('Keep it for later; true without it').nullable().optional(),
  tools: z.array(z.looseObject({ type: z.string() })).optional(),
  text: z.looseObject({}).optional(),
  temperature: amount('0 to 2').nullable().optional(),
  max_output_tokens: whole('Longest answer, in tokens').nullable().optional(),
  stream: flag('Answer in events').nullable().optional(),
});

const response = z.looseObject({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.number(),
  status: z.string(),
  model: z.string(),
  output: z.array(z.looseObject({ type: z.string() })),
});

const shown = {
  id: 'resp_1',
  object: 'response',
  created_at: 1795284000,
  status: 'completed',
  model: 'openai/gpt-oss-120b',
  output: [
    {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Hello, dear friend!', annotations: [] }],
    },
  ],
};

const id = { id: 'The id of a response that this client asked for' };

export const responsesDocs: GroupDoc = {
  tag: 'Responses',
  description:
    'OpenAI’s Responses, as Codex speaks it. Answers are kept for `previous_response_id`, each for its client.',
  relays: true,
  error: openaiError,
  routes: {
    'POST /v1/responses': {
      summary: 'Answer, and remember',
      body: { schema: request, example: { model: 'auto', input: 'Say hello in three words.' } },
      answers: {
        200: {
          says: 'The response; with `stream: true` its events',
          content: {
            [json]: { schema: response, example: shown },
            [eventStream]: { schema: events, example: 'event: response.created\ndata: {…}\n\n' },
          },
        },
      },
    },
    'GET /v1/responses/:id': {
      summary: 'Show a stored response',
      params: id,
      answers: { 200: jsonAnswer('It', response, shown) },
    },
    'DELETE /v1/responses/:id': {
      summary: 'Forget a stored response',
      params: id,
      answers: {
        200: jsonAnswer(
          'It is gone',
          z.object({ id: z.string(), object: z.literal('response'), deleted: z.literal(true) }),
          { id: 'resp_1', object: 'response', deleted: true },
        ),
      },
    },
    'GET /v1/responses/:id/input_items': {
      summary: 'List what a response was asked with',
      params: id,
      query: z.object({
        limit: whole('1 to 100; 20 without it').optional(),
        order: z.enum(['asc', 'desc']).optional(),
        after: text('The id of the last item of the page before').optional(),
      }),
      answers: {
        200: jsonAnswer(
          'One page of them',
          z.object({
            object: z.literal('list'),
            data: z.array(item),
            first_id: z.string().nullable(),
            last_id: z.string().nullable(),
            has_more: z.boolean(),
          }),
        ),
      },
    },
  },
};
