import { fixed, limitsFrom, rolling } from '../limits.ts';
import type { HeaderRule, Model, Provider } from '../types.ts';

const listed = limitsFrom({
  asOf: '2026-08-22',
  evidence: 'A',
  note: 'while no card is linked; disputed: another gateway got 402 on every model in June 2026. Shape of the windows: evidence C.',
});

const chat = (
  id: string,
  family: string,
  more: Pick<Model, 'context' | 'strengths' | 'usdPerMillion' | 'note'>,
): Model => ({
  id,
  family,
  purpose: 'chat',
  ...more,
  evidence: 'B',
});

const PRICE = 'list price from memory, evidence C';

const rateHeaders: readonly HeaderRule[] = (
  [
    ['', 'minute'],
    ['-day', 'day'],
  ] as const
).flatMap(([suffix, window]): HeaderRule[] => [
  {
    name: `x-ratelimit-limit-requests${suffix}`,
    role: 'limit',
    unit: 'requests',
    window,
    format: 'integer',
    evidence: 'B',
  },
  {
    name: `x-ratelimit-remaining-requests${suffix}`,
    role: 'remaining',
    unit: 'requests',
    window,
    format: 'integer',
    evidence: 'B',
  },
  {
    name: `x-ratelimit-reset-requests${suffix}`,
    role: 'reset',
    unit: 'requests',
    window,
    format: 'any_reset',
    evidence: 'C',
  },
]);

export const provider: Provider = {
  id: 'sambanova',
  name: 'SambaNova Cloud',
  wire: 'openai',
  tier: 'free',
  order: 70,
  baseUrl: 'https://api.sambanova.ai/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: [],
    shape: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    evidence: 'C',
    url: 'https://cloud.sambanova.ai/apis',
  },
  // The model list said 200 to an account whose every chat call was a 402.
  test: {
    method: 'POST',
    url: '/chat/completions',
    body: { model: 'gpt-oss-120b', messages: [{ role: 'user', content: 'hi' }], max_tokens: 1 },
    cost: '1 of 20 daily requests',
    provesKey: true,
    badStatuses: [401, 402],
    evidence: 'B',
  },
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    groups: [],
    perModel: [
      listed('requests', 20, rolling('minute')),
      listed('requests', 20, fixed('day')),
      listed('tokens', 200_000, fixed('day')),
    ],
    windows: { minute: rolling('minute'), day: fixed('day') },
  },
  rateHeaders,
  errors: [
    {
      status: 400,
      match: { json: { 'error.code': ['model_not_found'] } },
      class: 'model_gone',
      evidence: 'A',
      note: 'an unknown model is a 400 here',
    },
    {
      status: 400,
      match: { json: { 'error.code': ['context_length_exceeded'] } },
      class: 'request_too_large',
      evidence: 'A',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'A', note: 'with error.param' },
    {
      status: 401,
      match: { json: { 'error.code': ['invalid_authentication'] } },
      class: 'auth_invalid',
      evidence: 'A',
    },
    { status: 402, match: { regex: /PAYMENT_METHOD_REQUIRED/ }, class: 'credit_exhausted', evidence: 'A' },
    { status: 408, match: {}, class: 'timeout', evidence: 'A' },
    { status: 410, match: {}, class: 'model_gone', evidence: 'A' },
    { status: 422, match: { regex: /service tier/ }, class: 'model_not_in_plan', evidence: 'A' },
    {
      status: 429,
      match: { header: { 'x-ratelimit-remaining-requests-day': '0' } },
      class: 'quota_day',
      evidence: 'B',
      coolMs: 86_400_000,
      note: 'until its reset; 24 h when that is unreadable',
    },
    { status: 429, match: {}, class: 'quota', evidence: 'B', coolMs: 60_000 },
    {
      status: 504,
      match: {},
      class: 'queue_full',
      evidence: 'A',
      note: 'means too many requests in flight, not a quota',
    },
    { status: [500, 503], match: {}, class: 'transient', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  streaming: { usage: 'always', doneMarker: true, rateHeaders: true },
  // Said to ignore logit_bias, n and the penalties (C): nothing to drop, one choice only.
  params: { drop: ['store', 'metadata'], singleChoice: true },
  models: [
    chat('DeepSeek-V3.2', 'deepseek-v3.2', { context: 32_768, strengths: ['chat', 'code', 'reasoning'] }),
    chat('DeepSeek-V3.1', 'deepseek-v3.1', { context: 131_072, strengths: ['chat', 'code', 'reasoning'] }),
    chat('Meta-Llama-3.3-70B-Instruct', 'llama-3.3-70b', {
      context: 131_072,
      strengths: ['chat', 'creative', 'tools'],
      usdPerMillion: [0.6, 1.2],
      note: PRICE,
    }),
    chat('gpt-oss-120b', 'gpt-oss-120b', {
      context: 131_072,
      strengths: ['chat', 'reasoning', 'code', 'tools', 'json'],
      usdPerMillion: [0.22, 0.59],
      note: PRICE,
    }),
    chat('gemma-4-31B-it', 'gemma-4-31b', { context: null, strengths: ['chat', 'creative'] }),
  ],
  terms: {
    url: 'https://sambanova.ai/cloud-end-user-license-agreement',
    several_accounts: 'Not checked.',
    evidence: 'C',
  },
  docs: 'https://docs.sambanova.ai/docs/en/models/rate-limits',
  asOf: '2026-11-21',
};
