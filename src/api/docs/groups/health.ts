import { z } from 'zod';
import { jsonAnswer, type AnswerDoc, type GroupDoc } from '../route-doc.ts';
import { amount, plainError, whole } from '../shapes.ts';

const quota = z.looseObject({
  unit: z.string(),
  window: z.string(),
  limit: z.number().nullable(),
  used: z.number(),
  remaining: z.number().nullable(),
  resets_at: z.string().nullable(),
  source: z.string(),
});

const health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string().optional(),
  uptime_s: z.number().optional(),
  active_provider: z.string().nullable().optional(),
  local_fallback: z
    .looseObject({ ready: z.boolean(), model: z.string().nullable(), served_today: z.int() })
    .optional(),
  providers: z
    .array(
      z.looseObject({
        id: z.string(),
        status: z.string(),
        keys: z.record(z.string(), z.int()),
        quotas: z.array(quota),
        latency_ms: z.looseObject({ p50: amount('ms').nullable(), p95: amount('ms').nullable() }),
        success_rate: z.number().nullable(),
      }),
    )
    .optional(),
  today: z.looseObject({ requests: whole('Since midnight UTC') }).optional(),
});

const page: AnswerDoc = { says: 'A page', content: { 'text/html': { schema: z.string() } } };

export const healthDocs: GroupDoc = {
  tag: 'Health and documentation',
  description: 'For everybody.',
  relays: false,
  error: plainError,
  routes: {
    'GET /api/health': {
      summary: 'Tell how everything is',
      description:
        'With a client key or the administrator’s token the whole picture, without one only `status`.',
      answers: { 200: jsonAnswer('The picture', health, { status: 'ok' }) },
    },
    'GET /healthz': {
      summary: 'Tell that the process lives',
      answers: { 200: jsonAnswer('It does', z.object({ status: z.literal('ok') }), { status: 'ok' }) },
    },
    'GET /readyz': {
      summary: 'Tell whether requests are taken',
      answers: {
        200: jsonAnswer('They are', z.object({ status: z.literal('ready') }), { status: 'ready' }),
        503: jsonAnswer('Not yet, or not any more', z.object({ status: z.enum(['starting', 'draining']) })),
      },
    },
    'GET /api/docs': { summary: 'Show this documentation', answers: { 200: page } },
    'GET /api/docs/:file': {
      summary: 'Give a file of that page',
      params: { file: 'Its name' },
      answers: { 200: { says: 'The file', content: { '*/*': { schema: z.string() } } } },
    },
    'GET /api/openapi.json': {
      summary: 'Give this documentation for programs',
      answers: {
        200: jsonAnswer('OpenAPI 3.1', z.looseObject({ openapi: z.string(), paths: z.looseObject({}) })),
      },
    },
  },
};
