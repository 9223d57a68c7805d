import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { text, whole } from '../shapes.ts';

const figures = {
  unit: text('`requests`, `tokens`, `usd`, …'),
  side: text('Only these tokens count').optional(),
  window: text('`minute`, `day`, `month`, …; `now` for what counts only running calls'),
  limit: z.number(),
  used: z.number(),
  remaining: z.number(),
  resets_at: z.string().nullable(),
};
const left = z.array(z.looseObject(figures)).meta({ description: 'Of days and months' });
const quotas = z
  .array(
    z.looseObject({
      ...figures,
      model: text('The limit is this model’s own').optional(),
      group: text('The limit is of several models together').optional(),
      source: z.enum(['declared', 'configured', 'learned']),
    }),
  )
  .meta({ description: 'Every known limit' });

const provider = z.looseObject({
  id: z.string(),
  status: z.string(),
  keys: z.record(z.string(), z.int()),
  accounts: z.int(),
  served_today: whole('Requests since midnight UTC'),
  left,
  quotas,
});

const key = z.looseObject({ id: z.string(), masked: z.string(), status: z.string(), served_today: z.int() });
const account = z.looseObject({ account: z.string().nullable(), keys: z.array(key), left, quotas });

export const quotaDocs: GroupDoc['routes'] = {
  'GET /api/quotas': {
    summary: 'Tell what is left now, over all and of each provider',
    description:
      'Keys that are invalid or paused count for nothing. What is `left` of a provider is the sum of its accounts’, `totals` that of the providers’.',
    answers: {
      200: jsonAnswer(
        'What is left',
        z.looseObject({
          at: z.string(),
          active_provider: text('Who would serve `auto` now').nullable(),
          local_fallback: z.looseObject({ ready: z.boolean() }),
          today: z.looseObject({ requests: whole('Since midnight UTC') }),
          totals: left,
          providers: z.array(provider),
        }),
      ),
    },
  },
  'GET /api/quotas/:provider': {
    summary: 'Tell what each account of a provider has left',
    params: { provider: 'Its id' },
    query: z.object({
      offset: whole('Accounts to pass over; 0 without it').optional(),
      limit: whole('1 to 200; 50 without it').optional(),
    }),
    answers: {
      200: jsonAnswer(
        'One page of them',
        z.looseObject({
          at: z.string(),
          provider: z.string(),
          accounts: z.array(account),
          total: whole('Accounts in all'),
        }),
      ),
    },
  },
};
