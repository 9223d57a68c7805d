import { z } from 'zod';
import { json, jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { events, eventStream, flag, modelName, text, whole } from '../shapes.ts';

const block = z.looseObject({ type: z.string() });

const prompt = {
  model: modelName,
  system: z.union([z.string(), z.array(block)]).optional(),
  messages: z
    .array(
      z.looseObject({ role: z.enum(['user', 'assistant']), content: z.union([z.string(), z.array(block)]) }),
    )
    .min(1),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
};

const message = z.looseObject({
  id: z.string(),
  type: z.literal('message'),
  role: z.literal('assistant'),
  model: z.string(),
  content: z.array(block),
  stop_reason: z.string().nullable(),
  usage: z.looseObject({ input_tokens: z.int(), output_tokens: z.int() }),
});

export const anthropicDocs: GroupDoc = {
  tag: 'Anthropic',
  description:
    'Anthropic’s Messages, for Claude Code and its libraries: base address `http://127.0.0.1:6674`.',
  relays: true,
  error: {
    schema: z.object({
      type: z.literal('error'),
      error: z.looseObject({
        type: z.string(),
        message: z.string(),
        code: text('One of the codes of docs/errors.md'),
      }),
      request_id: z.string(),
    }),
    example: {
      type: 'error',
      error: { type: 'authentication_error', message: 'A key is missing.', code: 'unauthorized' },
      request_id: 'trc_1',
    },
  },
  routes: {
    'POST /v1/messages': {
      summary: 'Answer a conversation',
      body: {
        schema: z.looseObject({
          ...prompt,
          max_tokens: whole('Longest answer, in tokens'),
          stream: flag('Answer in events').optional(),
        }),
        example: {
          model: 'auto',
          max_tokens: 100,
          messages: [{ role: 'user', content: 'Say hello in three words.' }],
        },
      },
      answers: {
        200: {
          says: 'The message; with `stream: true` its events',
          content: {
            [json]: {
              schema: message,
              example: {
                id: 'msg_1',
                type: 'message',
                role: 'assistant',
                model: 'auto',
                content: [{ type: 'text', text: 'Hello, dear friend!' }],
                stop_reason: 'end_turn',
                stop_sequence: null,
                usage: { input_tokens: 12, output_tokens: 5 },
              },
            },
            [eventStream]: { schema: events, example: 'event: message_start\ndata: {…}\n\n' },
          },
        },
      },
    },
    'POST /v1/messages/count_tokens': {
      summary: 'Estimate a prompt’s tokens',
      description: 'By the characters and what was learned of the model; no provider is asked.',
      body: {
        schema: z.looseObject(prompt),
        example: { model: 'auto', messages: [{ role: 'user', content: 'Say hello in three words.' }] },
      },
      answers: {
        200: jsonAnswer('The estimate', z.object({ input_tokens: z.int() }), { input_tokens: 12 }),
      },
    },
  },
};
