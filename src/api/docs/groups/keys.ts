import { z } from 'zod';
import { jsonAnswer, type GroupDoc } from '../route-doc.ts';
import { flag, plainError, text } from '../shapes.ts';

const key = z.looseObject({
  id: z.string(),
  provider: z.string(),
  masked: text('Its first 8 and last 4 characters: the secret never comes back'),
  label: z.string().nullable(),
  account: z.string().nullable(),
  source: z.enum(['stored', 'environment']),
  status: z.string(),
  active: z.boolean(),
  successes: z.int(),
  errors: z.int(),
  today: z.object({ successes: z.int(), errors: z.int() }),
  last_error: z.looseObject({ class: z.string(), message: z.string(), at: z.string() }).nullable(),
  last_used_at: z.string().nullable(),
  cooling_until: z.string().nullable(),
  verdict: z.enum(['excellent', 'near_limit', 'problematic']),
  quotas: z
    .array(z.looseObject({ unit: z.string(), window: z.string(), limit: z.number(), remaining: z.number() }))
    .meta({ description: 'What its account has left' }),
  shares_quota_with: z
    .array(z.string())
    .meta({ description: 'Keys of other accounts that were seen to draw on the same quota' }),
});
const shown = {
  id: 'key_0123456789abcdef',
  provider: 'groq',
  masked: 'gsk_abc1...xyz9',
  label: 'of team A',
  account: null,
  source: 'stored',
  status: 'ready',
  active: true,
  successes: 1234,
  errors: 2,
  today: { successes: 40, errors: 0 },
  last_error: null,
  last_used_at: null,
  cooling_until: null,
  verdict: 'excellent',
  quotas: [
    {
      unit: 'requests',
      window: 'day',
      model: 'openai/gpt-oss-120b',
      limit: 2_000,
      used: 40,
      remaining: 1_960,
      resets_at: '2026-11-22T00:00:00.000Z',
      source: 'declared',
    },
  ],
  shares_quota_with: [],
};

const removed = key.extend({ restorable_until: z.string() });
const removedShown = { ...shown, restorable_until: '2026-11-21T10:10:00.000Z' };

const pasted = z.object({
  lines: z.array(
    z.object({
      line: z.int(),
      masked: z.string(),
      result: z.enum(['added', 'duplicate', 'refused', 'ask']),
      provider: z.string().nullable(),
      candidates: z.array(z.string()),
      message: z.string().nullable(),
      key: key.nullable(),
    }),
  ),
});
const pastedShown = {
  lines: [
    {
      line: 1,
      masked: 'gsk_abc1...xyz9',
      result: 'added' as const,
      provider: 'groq',
      candidates: [],
      message: null,
      key: shown,
    },
    {
      line: 2,
      masked: 'sk-12345...cdef',
      result: 'ask' as const,
      provider: null,
      candidates: ['openai', 'deepseek'],
      message: null,
      key: null,
    },
  ],
};

const tested = z.looseObject({
  ok: z.boolean(),
  latency_ms: z.int(),
  models: z.array(z.string()),
  error: z
    .object({
      cause: z.enum(['wrong_key', 'no_quota', 'network', 'region', 'model_unknown', 'unclear']),
      message: z.string(),
    })
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
  in_catalog: z.boolean(),
  prefixes: z.array(z.string()).meta({ description: 'What its keys begin with' }),
  key_url: text('Where one gets a key').nullable(),
  as_of: text('The day its facts are of').nullable(),
  changed: flag('DELETE takes settings back'),
  own: flag('DELETE takes it away'),
  needs_account_id: z.boolean(),
  key_format: z.enum(['key', 'account_id:key']),
  key_optional: z.boolean(),
  simulated: z.boolean(),
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
      query: z.object({ provider: text('Only those of this provider').optional() }),
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
    'POST /api/keys/bulk': {
      summary: 'Add many keys at once',
      description:
        'A key on each line, as `key`, `NAME=key`, `provider key` or `label key`; at most 500. Whose it is is told by the name, by the prefix, or asked (`ask`). A wrong line stops no other. With `dry_run` nothing is added.',
      body: {
        schema: z.object({
          text: z.string(),
          provider: text('Of keys that tell nothing of whose they are').nullable().optional(),
          dry_run: flag('Only say what would happen').optional(),
        }),
        example: { text: 'gsk_0123456789abcdefghijklmo\nMISTRAL_API_KEY=0123456789abcdefghijklmnopqrstuv' },
      },
      answers: { 200: jsonAnswer('What came of each line', pasted, pastedShown) },
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
      description: 'It is used no more at once. For 10 minutes it can be brought back; then it is wiped.',
      params: keyId,
      answers: { 200: jsonAnswer('The key that was', removed, removedShown) },
    },
    'POST /api/keys/:id/restore': {
      summary: 'Bring a removed key back',
      description:
        'With its label, account and counts. Too late it is a 404; when the same key is there again, a 409.',
      params: keyId,
      answers: { 200: jsonAnswer('The key', key, shown) },
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
        'What is not named stays; `rotation`, `limits` and `models` are taken back by null. A new id with `base_url` and `models` is a server of your own, with OpenAI’s wire.',
      params: providerId,
      body: {
        schema: z.looseObject({
          enabled: z.boolean().optional(),
          rotation: z.enum(['round-robin', 'sticky', 'most-remaining']).nullable().optional(),
          limits: z.looseObject({}).nullable().optional(),
          models: z
            .union([z.array(z.string()), z.looseObject({})])
            .nullable()
            .optional(),
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
