import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text, whole } from '../shapes.ts';
import { quotaDocs } from './quotas.ts';
import { usageDocs } from './usage.ts';

const trace = z.looseObject({ id: z.string() });
const detail = z.looseObject({
  id: z.string(),
  bodies: z.object({ request: z.string(), answer: z.string() }).nullable(),
});
const filters = {
  before: text('The id of the last trace of the page before, or an ISO time').optional(),
  from: text('An ISO time, or a day').optional(),
  to: text('An ISO time, which is not included, or a day, which is').optional(),
  outcome: z.enum(['served', 'failed', 'interrupted', 'left']).optional(),
  provider: text('Who served').optional(),
  model: text('Which model served').optional(),
  key: text('Which key served, by its id or as it is shown').optional(),
  client: text('Whose key it came with, by its id').optional(),
  route: text('How it was understood, such as `auto:fast`').optional(),
  strategy: z.enum(['cascade', 'race', 'hedge']).optional(),
  code: text('Of an error').optional(),
  q: text('A part of any word in the trace').optional(),
};

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
        ...filters,
      }),
      answers: { 200: jsonAnswer('One page of them', z.object({ traces: z.array(trace) })) },
    },
    'GET /api/traces/export': {
      summary: 'Save decision traces as a file',
      description: 'All that are kept and fit the filters of the list, the newest first.',
      query: z.object({ format: z.enum(['json', 'csv']).optional(), ...filters }),
      answers: {
        200: {
          says: 'The file',
          content: {
            'application/json': { schema: z.object({ traces: z.array(trace) }) },
            'text/csv': { schema: z.string() },
          },
        },
      },
    },
    'GET /api/traces/:id': {
      summary: 'Show one trace',
      description:
        'Candidates, lanes that were skipped and why, attempts, waits, what was reserved and settled. `bodies` is what was said, where `NORIA_TRACE_BODIES` is on.',
      params: { id: 'The `x-noria-trace` of an answer' },
      answers: { 200: jsonAnswer('It', detail) },
    },
    'GET /api/events': {
      summary: 'Watch what changes, as server-sent events',
      description:
        'Begins with `quotas`; then at most one `quotas` and one `keys` a second, when they have changed (`quotas` also every 30 s), a `request` for requests that have ended (`missed` counts those that were left out since the last, within a second; `trace` is null when no other is told with it) and a `notice` when the local model has to help out (`local_fallback`), need not any more (`cloud_again`), when a key was found invalid (`key_invalid`) or nothing is left (`pool_exhausted`). A comment comes every 10 s when nothing else does. At most 50 streams at once.',
      answers: {
        200: {
          says: 'A stream that ends with the session, or with the service',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        429: jsonAnswer('Too many read it already', plainError.schema),
      },
    },
    ...quotaDocs,
    ...usageDocs,
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
