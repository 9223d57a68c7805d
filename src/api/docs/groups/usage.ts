import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { amount, text, whole } from '../shapes.ts';

const counts = {
  requests: whole('Of clients'),
  successes: z.int(),
  failures: whole('Failed attempts; in the row of nobody, requests that failed'),
  input_tokens: z.int(),
  output_tokens: z.int(),
  latency_ms: z
    .looseObject({ mean: z.number().nullable(), first_token_mean: z.number().nullable() })
    .meta({ description: 'Of what was served' }),
  saved_usd: amount('Against list prices'),
};

const row = z.looseObject({
  ...counts,
  provider: text('Empty = nobody served').optional(),
  key: text('Its id').optional(),
  key_name: text('Its label, else its masked form; null = there is none of this id').nullable().optional(),
  model: z.string().optional(),
  app: text('The group of routes that was asked').optional(),
  day: z.string().optional(),
});

export const usageDocs: GroupDoc['routes'] = {
  'GET /api/usage': {
    summary: 'Add up what some days came to',
    description:
      'Days are those of UTC, both included, 366 at most. Calls of Noria itself use tokens and are no requests.',
    query: z.object({
      from: text('A day such as 2026-11-01; without it `to`').optional(),
      to: text('A day; without it today').optional(),
      by: text('Of provider, key, model, app, day, with commas; `provider` without it').optional(),
    }),
    answers: {
      200: jsonAnswer(
        'What they came to',
        z.looseObject({
          from: z.string(),
          to: z.string(),
          by: z.array(z.string()),
          rows: z.array(row),
          totals: z.looseObject(counts),
        }),
      ),
    },
  },
};
