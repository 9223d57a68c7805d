import { limitsFrom, refill } from '../limits.ts';
import type { ErrorRule, HeaderRule, Limit, Model, Provider } from '../types.ts';

const SHAPE =
  'trial: 5 USD for 30 days, card required; the shape of the window is a guess, evidence C (cleared in 11 s and 32 s)';
const september = limitsFrom({ asOf: '2026-09-18', evidence: 'A', note: SHAPE });
const seen = limitsFrom({ asOf: '2026-09-18', evidence: 'B', note: SHAPE });
const august = limitsFrom({ asOf: '2026-08-22', evidence: 'A', note: SHAPE });

const trial = (from: typeof september): readonly Limit[] => [
  from('requests', 5, refill('minute')),
  from('tokens', 30_000, refill('minute')),
  from('tokens', 1_000_000, refill('hour')),
  from('tokens', 1_000_000, refill('day')),
];

const models: readonly Model[] = [
  {
    id: 'gpt-oss-120b',
    family: 'gpt-oss-120b',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat', 'reasoning', 'code', 'tools', 'json'],
    limits: trial(september),
    usdPerMillion: [0.35, 0.75],
    evidence: 'A',
    note: 'the context of the trial may be smaller; list price from memory, evidence C',
  },
  {
    id: 'qwen-3.8-27b',
    family: 'qwen3.8-27b',
    purpose: 'chat',
    context: null,
    strengths: ['chat', 'code', 'tools', 'creative'],
    limits: trial(seen),
    evidence: 'B',
  },
  {
    id: 'gemma-4-31b',
    family: 'gemma-4-31b',
    purpose: 'chat',
    context: null,
    strengths: ['chat', 'creative'],
    limits: trial(august),
    evidence: 'B',
    note: 'listed in August 2026',
  },
];

const rateHeaders: readonly HeaderRule[] = (['requests', 'tokens'] as const).flatMap((unit) =>
  (['minute', 'hour', 'day'] as const).flatMap((window): HeaderRule[] => [
    {
      name: `x-ratelimit-limit-${unit}-${window}`,
      role: 'limit',
      unit,
      window,
      format: 'integer',
      evidence: 'A',
    },
    {
      name: `x-ratelimit-remaining-${unit}-${window}`,
      role: 'remaining',
      unit,
      window,
      format: 'integer',
      evidence: 'A',
    },
    {
      name: `x-ratelimit-reset-${unit}-${window}`,
      role: 'reset',
      unit,
      window,
      format: 'seconds',
      evidence: 'A',
    },
  ]),
);

/** Errors are flat in a 429 and under `error` inside a stream. */
const limited = (prefix: '' | 'error.'): readonly ErrorRule[] => [
  {
    status: 429,
    match: { json: { [`${prefix}code`]: ['request_quota_exceeded', 'token_quota_exceeded'] } },
    class: 'quota',
    evidence: 'A',
    note: 'retry-after is near 60, though it clears sooner',
  },
  {
    status: 429,
    match: { json: { [`${prefix}code`]: ['queue_exceeded'] } },
    class: 'capacity',
    evidence: 'A',
    coolMs: 2_000,
    note: 'sent with x-should-retry: false, although it clears fastest',
  },
];

export const provider: Provider = {
  id: 'cerebras',
  name: 'Cerebras',
  wire: 'openai',
  tier: 'trial',
  order: 50,
  baseUrl: 'https://api.cerebras.ai/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['csk-'],
    shape: /^csk-[a-z0-9]{40,60}$/,
    evidence: 'B',
    url: 'https://cloud.cerebras.ai',
  },
  test: { method: 'GET', url: '/models', cost: 'free', provesKey: true, badStatuses: [401], evidence: 'B' },
  // Lists models the key cannot use: those are a 404 on chat.
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    reservesMaxTokens: true,
    groups: [],
    windows: { minute: refill('minute'), hour: refill('hour'), day: refill('day') },
    note: 'Per organisation and model. Prompt plus max_completion_tokens is reserved before the call. Minute tokens: 30,000 uncached, 90,000 in all.',
  },
  headers429: 'none',
  rateHeaders: [
    ...rateHeaders,
    {
      name: 'retry-after',
      role: 'retry',
      unit: 'any',
      window: 'any',
      format: 'seconds',
      on: [429],
      evidence: 'A',
    },
  ],
  errors: [
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'B' },
    { status: 402, match: {}, class: 'credit_exhausted', evidence: 'A' },
    { status: 404, match: {}, class: 'model_not_available', evidence: 'A' },
    ...limited(''),
    ...limited('error.'),
    { status: 429, match: {}, class: 'quota', evidence: 'C' },
    { status: [500, 503], match: {}, class: 'transient', evidence: 'B' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'A' },
  ],
  streaming: { usage: 'always', doneMarker: true, rateHeaders: true },
  params: { drop: ['store', 'metadata'] },
  models,
  terms: {
    url: 'https://www.cerebras.ai/terms-of-service',
    several_accounts: 'Keys may not be sold or transferred; nothing was found on the number of accounts.',
    evidence: 'B',
  },
  docs: 'https://inference-docs.cerebras.ai/support/rate-limits',
  asOf: '2026-11-21',
};
