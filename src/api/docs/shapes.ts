import { z } from 'zod';

/** Shapes that several dialects share. Loose where a provider's own fields pass through. */
export const text = (says: string) => z.string().meta({ description: says });
export const flag = (says: string) => z.boolean().meta({ description: says });
export const whole = (says: string) => z.int().meta({ description: says });
export const amount = (says: string) => z.number().meta({ description: says });

export const modelName = text(
  '`auto` (or left out), a route such as `auto:fast`, a family such as `gpt-oss-120b`, or `provider/model`',
);

/** What Noria adds to an error, whatever its dialect. */
const extras = {
  retry_after_ms: whole('When the earliest of what blocks frees').optional(),
  blocked_by: z.array(z.looseObject({})).meta({ description: 'What blocks, of `pool_exhausted`' }).optional(),
  attempts: z
    .array(z.looseObject({}))
    .meta({ description: 'Who was asked and what was answered' })
    .optional(),
};

const code = text('One of the codes of docs/errors.md');

export const openaiError = {
  schema: z.object({
    error: z.looseObject({
      message: text('What was wrong, and what is allowed'),
      type: text('OpenAI’s kind of error'),
      code,
      param: z.string().nullable(),
      ...extras,
    }),
  }),
  example: {
    error: {
      message: '"messages" is not as it should be; allowed: a list of messages, at least one',
      type: 'invalid_request_error',
      code: 'invalid_request',
      param: 'messages',
    },
  },
};

export const plainError = {
  schema: z.object({
    error: z.looseObject({ code, message: z.string(), param: z.string().optional(), ...extras }),
  }),
  example: {
    error: {
      code: 'unauthorized',
      message: 'A key is missing. Send the administrator’s token as "Authorization: Bearer …".',
    },
  },
};

export const chatError = {
  schema: z.object({
    success: z.literal(false),
    error: z.looseObject({ code, message: z.string(), ...extras }),
  }),
  example: {
    success: false,
    error: {
      code: 'no_provider',
      message: 'No provider has a key yet: add one at http://127.0.0.1:6674/settings',
    },
  },
};

/** A conversation in OpenAI's terms. */
export const chatMessage = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional(),
});

export const usage = z.looseObject({
  prompt_tokens: z.int().optional(),
  completion_tokens: z.int().optional(),
  total_tokens: z.int().optional(),
});

/** How often a word of a stream's type is said. */
export const eventStream = 'text/event-stream';
export const events = z.string().meta({ description: 'Server-sent events' });
