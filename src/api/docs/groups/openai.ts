import { z } from 'zod';
import { json, jsonAnswer, type GroupDoc } from '../route-doc.ts';
import {
  amount,
  chatMessage,
  events,
  eventStream,
  flag,
  modelName,
  openaiError,
  usage,
  whole,
} from '../shapes.ts';

const sampling = {
  temperature: amount('0 to 2').optional(),
  top_p: amount('0 to 1').optional(),
  max_tokens: whole('Longest answer, in tokens').optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  seed: z.int().optional(),
  n: whole('Answers').optional(),
  stream: flag('Answer in events, as it is written').optional(),
};

const chatRequest = z.looseObject({
  model: modelName.optional(),
  messages: z.array(chatMessage).min(1),
  ...sampling,
  tools: z.array(z.looseObject({ type: z.string() })).optional(),
  tool_choice: z.union([z.string(), z.looseObject({})]).optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
});

const chatAnswer = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.looseObject({
      index: z.int(),
      message: z.looseObject({ role: z.literal('assistant'), content: z.string().nullable().optional() }),
      finish_reason: z.string().nullable(),
    }),
  ),
  usage: usage.optional(),
});

const completionAnswer = z.looseObject({
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(z.looseObject({ index: z.int(), text: z.string(), finish_reason: z.string().nullable() })),
  usage: usage.optional(),
});

const model = z.looseObject({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  context_window: whole('Tokens').optional(),
});

export const openaiDocs: GroupDoc = {
  tag: 'OpenAI',
  description: 'OpenAI’s chat, for every client that takes a base address: `http://127.0.0.1:6674/v1`.',
  relays: true,
  error: openaiError,
  routes: {
    'POST /v1/chat/completions': {
      summary: 'Answer a conversation',
      description:
        'Streamed and not, with tools, `response_format`, pictures. Fields that Noria does not know go to the provider as they are. ' +
        'A stream that dies after content goes on at another provider where that is possible; else it ends with an error event and no `[DONE]`.',
      body: {
        schema: chatRequest,
        example: { model: 'auto', messages: [{ role: 'user', content: 'Say hello in three words.' }] },
      },
      answers: {
        200: {
          says: 'The answer; with `stream: true`, its chunks as events and `[DONE]`',
          content: {
            [json]: {
              schema: chatAnswer,
              example: {
                id: 'chatcmpl-1',
                object: 'chat.completion',
                created: 1795284000,
                model: 'openai/gpt-oss-120b',
                choices: [
                  {
                    index: 0,
                    message: { role: 'assistant', content: 'Hello, dear friend!' },
                    finish_reason: 'stop',
                  },
                ],
                usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
              },
            },
            [eventStream]: {
              schema: events,
              example: 'data: {"object":"chat.completion.chunk",…}\n\ndata: [DONE]\n\n',
            },
          },
        },
      },
    },
    'POST /v1/completions': {
      summary: 'Go on with a text',
      description: 'The older call, answered by models for chat.',
      body: {
        schema: z.looseObject({
          model: modelName.optional(),
          prompt: z.union([z.string(), z.array(z.string())]),
          suffix: z.string().nullable().optional(),
          echo: z.boolean().optional(),
          ...sampling,
        }),
        example: { model: 'auto', prompt: 'Three rivers of France:', max_tokens: 40 },
      },
      answers: {
        200: {
          says: 'The text; with `stream: true` in events',
          content: {
            [json]: {
              schema: completionAnswer,
              example: {
                id: 'cmpl-1',
                object: 'text_completion',
                created: 1795284000,
                model: 'openai/gpt-oss-120b',
                choices: [{ index: 0, text: ' Loire, Seine, Rhône', logprobs: null, finish_reason: 'stop' }],
              },
            },
            [eventStream]: { schema: events },
          },
        },
      },
    },
    'GET /v1/models': {
      summary: 'List what can be asked',
      description: 'Routes, aliases, families and `provider/model`: what has a usable key now.',
      answers: {
        200: jsonAnswer('The names', z.object({ object: z.literal('list'), data: z.array(model) }), {
          object: 'list',
          data: [{ id: 'auto', object: 'model', created: 1795284000, owned_by: 'noria' }],
        }),
      },
    },
    'GET /v1/models/*': {
      as: '/v1/models/{id}',
      summary: 'Show one of them',
      params: { id: 'Its name, which may hold slashes' },
      answers: {
        200: jsonAnswer('It', model, { id: 'auto', object: 'model', created: 1795284000, owned_by: 'noria' }),
      },
    },
  },
};
