import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text, whole } from '../shapes.ts';

const trace = z.looseObject({ id: z.string() });

export const insightDocs: GroupDoc = {
  tag: 'Insight',
  description: 'What was decided, and what is to come. For the administrator.',
  relays: false,
  error: plainError,
  routes: {
    'GET /api/traces': {
      summary: 'List decision traces, the newest first',
      query: z.object({
        limit: whole('1 to 500; 50 without it').optional(),
        before: text('The id of the last trace of the page before, or an ISO time').optional(),
        outcome: z.enum(['served', 'failed', 'interrupted', 'left']).optional(),
        provider: text('Who served').optional(),
        model: text('Which model served').optional(),
        code: text('Of an error').optional(),
        q: text('A part of any word in the trace').optional(),
      }),
      answers: { 200: jsonAnswer('One page of them', z.object({ traces: z.array(trace) })) },
    },
    'GET /api/traces/:id': {
      summary: 'Show one trace',
      description:
        'Candidates, lanes that were skipped and why, attempts, waits, what was reserved and settled.',
      params: { id: 'The `x-noria-trace` of an answer' },
      answers: { 200: jsonAnswer('It', trace) },
    },
    'GET /api/forecast': {
      summary: 'Tell what is left, and how long it lasts',
      answers: {
        200: jsonAnswer(
          'For each provider with a usable key',
          z.looseObject({ since: z.string(), providers: z.unknown() }),
        ),
      },
    },
    'POST /api/simulate': {
      summary: 'Live through a day in virtual time',
      description: 'One at a time: a second one is a 409. After a minute it is a 504.',
      body: {
        schema: z.looseObject({
          rate: z
            .union([z.string(), z.number()])
            .meta({ description: '`20000/day`, `100/hour`, `5/min`, or a number a day' }),
          hours: whole('Up to 744; 24 without it').optional(),
          keys: z
            .record(z.string(), z.int())
            .optional()
            .meta({ description: 'Without it those that there are' }),
          local: flag('With a local model').optional(),
          seed: z.int().optional(),
        }),
        example: { rate: '500/day', hours: 2, keys: { groq: 1, mistral: 1 } },
      },
      answers: {
        200: jsonAnswer(
          'The day',
          z.looseObject({
            requests: z.int(),
            failures: z.int(),
            local_requests: z.int(),
            providers: z.record(z.string(), z.looseObject({ requests: z.int() })),
            curve: z.array(z.looseObject({})),
          }),
        ),
      },
    },
  },
};
