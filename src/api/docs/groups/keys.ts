import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text } from '../shapes.ts';

const key = z.looseObject({
  id: z.string(),
  provider: z.string(),
  masked: text('Its first 8 and last 4 characters: the secret never comes back'),
  label: z.string().nullable(),
  account: z.string().nullable(),
  status: z.string(),
  active: z.boolean(),
  successes: z.int(),
  errors: z.int(),
  last_error: z.looseObject({ class: z.string(), message: z.string(), at: z.string() }).nullable(),
  last_used_at: z.string().nullable(),
  cooling_until: z.string().nullable(),
  verdict: z.unknown(),
});
const shown = {
  id: 'key_0123456789abcdef',
  provider: 'groq',
  masked: 'gsk_abc1...xyz9',
  label: 'of team A',
  account: null,
  status: 'ready',
  active: true,
  successes: 1234,
  errors: 2,
  last_error: null,
  last_used_at: null,
  cooling_until: null,
  verdict: 'excellent',
};

const tested = z.looseObject({
  ok: z.boolean(),
  latency_ms: z.int(),
  models: z.array(z.string()),
  error: z
    .object({ cause: z.enum(['wrong_key', 'no_quota', 'network', 'region', 'unclear']), message: z.string() })
    .optional(),
});
const testAnswer = {
  200: jsonAnswer('What came of it', tested, { ok: true, latency_ms: 180, models: ['openai/gpt-oss-120b'] }),
};

const provider = z.looseObject({
  id: z.string(),
  name: z.string(),
  tier: z.string(),
  enabled: z.boolean(),
  base_url: z.string(),
  models: z.array(z.looseObject({ id: z.string() })),
});

const keyId = { id: 'The id of a key' };
const providerId = { id: 'The id of a provider' };
const labels = { label: z.string().nullable().optional(), account: z.string().nullable().optional() };

export const keysDocs: GroupDoc = {
  tag: 'Keys and providers',
  description: 'What the pool is made of. For the administrator.',
  relays: false,
  error: plainError,
  routes: {
    'GET /api/keys': {
      summary: 'List the keys',
      answers: { 200: jsonAnswer('All of them', z.object({ keys: z.array(key) }), { keys: [shown] }) },
    },
    'POST /api/keys': {
      summary: 'Add a key',
      description: 'A wrong prefix is a 422 that names the right one, the same key twice a 409.',
      body: {
        schema: z.object({ provider: z.string(), secret: z.string(), ...labels }),
        example: { provider: 'groq', secret: 'gsk_0123456789abcdefghijklmn', label: 'of team A' },
      },
      answers: { 201: jsonAnswer('The key', key, shown) },
    },
    'PATCH /api/keys/:id': {
      summary: 'Change a key',
      description: 'Keys of the environment can only be switched off here.',
      params: keyId,
      body: {
        schema: z.object({ ...labels, enabled: flag('Off: it is not used').optional() }),
        example: { label: 'of team B' },
      },
      answers: { 200: jsonAnswer('The changed key', key, shown) },
    },
    'DELETE /api/keys/:id': {
      summary: 'Remove a key',
      params: keyId,
      answers: { 200: jsonAnswer('The key that was', key, shown) },
    },
    'POST /api/keys/:id/test': {
      summary: 'Test a key by a real call',
      params: keyId,
      answers: testAnswer,
    },
    'POST /api/keys/:id/reset': {
      summary: 'Clear cooling, resting and invalid',
      params: keyId,
      answers: { 200: jsonAnswer('The key', key, shown) },
    },
    'GET /api/providers': {
      summary: 'List the providers',
      description: 'Those that are retired or off, too.',
      answers: { 200: jsonAnswer('All of them', z.object({ providers: z.array(provider) })) },
    },
    'PUT /api/providers/:id': {
      summary: 'Change a provider, or add one of your own',
      description:
        'What is not named stays. A new id with `base_url` and `models` is a server of your own, with OpenAI’s wire.',
      params: providerId,
      body: {
        schema: z.looseObject({
          enabled: z.boolean().optional(),
          rotation: z.enum(['round-robin', 'sticky', 'most-remaining']).optional(),
          limits: z.looseObject({}).optional(),
          models: z.union([z.array(z.string()), z.looseObject({})]).optional(),
          base_url: z.string().optional(),
          wire: z.string().optional(),
        }),
        example: { rotation: 'sticky', limits: { requests: { minute: 30, day: 14_400 } } },
      },
      answers: { 200: jsonAnswer('The changed provider', provider) },
    },
    'DELETE /api/providers/:id': {
      summary: 'Take the changes back',
      description: 'A server of your own goes with its keys.',
      params: providerId,
      answers: { 200: jsonAnswer('The provider as it is now, or was', provider) },
    },
    'POST /api/providers/:id/test': {
      summary: 'Test a provider with its first usable key',
      params: providerId,
      answers: testAnswer,
    },
  },
};
