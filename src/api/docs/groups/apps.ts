import { z } from 'zod';
import { json, jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { chatError, chatMessage, events, eventStream, flag, modelName, text, whole } from '../shapes.ts';

const served = {
  success: z.literal(true),
  content: z.string(),
  model: z.string(),
  provider: text('Who served'),
};

export const appsDocs: GroupDoc = {
  tag: 'Small calls',
  description: 'Two calls for apps that want no more than a text.',
  relays: true,
  error: chatError,
  routes: {
    'POST /api/chat': {
      summary: 'Answer one message or a conversation',
      description:
        '`message` or `messages`. Streamed: events `{ "content" }`, at last `{ "done": true, "model", "provider" }`.',
      body: {
        schema: z.looseObject({
          message: z.string().optional(),
          system: text('Comes before all others').optional(),
          history: z.array(chatMessage).optional(),
          messages: z.array(chatMessage).optional(),
          model: modelName.optional(),
          stream: flag('Answer in events').optional(),
          temperature: z.number().optional(),
          top_p: z.number().optional(),
          max_tokens: z.int().optional(),
          stop: z.union([z.string(), z.array(z.string())]).optional(),
          seed: z.int().optional(),
        }),
        example: { message: 'Say hello in three words.' },
      },
      answers: {
        200: {
          says: 'The answer',
          content: {
            [json]: {
              schema: z.object(served),
              example: {
                success: true,
                content: 'Hello, dear friend!',
                model: 'openai/gpt-oss-120b',
                provider: 'groq',
              },
            },
            [eventStream]: { schema: events },
          },
        },
      },
    },
    'POST /api/content-generator/generate': {
      summary: 'Write a title, a description, a post or a subject',
      description:
        'Finished text within the length its type allows: no preamble, no quotes around it. `topic` or `product_name` says what about. Works with a slash at the end, too.',
      body: {
        schema: z.looseObject({
          content_type: z.enum([
            'product-title',
            'product-description',
            'social-media-post',
            'email-subject',
          ]),
          topic: z.string().optional(),
          product_name: z.string().optional(),
          details: z.string().optional(),
          keywords: z.union([z.string(), z.array(z.string())]).optional(),
          tone: text('Such as `warm`; professional without it').optional(),
          language: text('Such as `fr`; else that of the texts').optional(),
          platform: text('Of a post: sets its length').optional(),
          variants: whole('1 to 5').optional(),
          model: modelName.optional(),
        }),
        example: {
          content_type: 'product-title',
          product_name: 'Oak desk',
          details: 'Solid oak, 140 cm wide, two drawers',
          language: 'en',
        },
      },
      answers: {
        200: jsonAnswer(
          'The text',
          z.looseObject({
            ...served,
            metadata: z.looseObject({
              content_type: z.string(),
              tone: z.string(),
              language: z.string(),
              character_count: z.int(),
            }),
            variants: z.array(z.unknown()).optional(),
          }),
          {
            success: true,
            content: 'Solid Oak Desk, 140 cm, with Two Drawers',
            model: 'openai/gpt-oss-120b',
            provider: 'groq',
            metadata: {
              content_type: 'product-title',
              tone: 'professional',
              language: 'en',
              character_count: 40,
            },
          },
        ),
      },
    },
  },
};
