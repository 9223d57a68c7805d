import { fixed, limitsFrom } from '../limits.ts';
import type { Limit, Model, Provider } from '../types.ts';

const pool = limitsFrom({
  asOf: '2026-10-17',
  evidence: 'A',
  note: 'for accounts that never bought 10 credits; afterwards the day is 1,000, which GET /key tells',
});

const freePool: readonly Limit[] = [
  pool('requests', 20, fixed('minute')),
  pool('requests', 50, fixed('day')),
];

const free = (id: string, family: string, more: Pick<Model, 'context' | 'strengths'>): Model => ({
  id,
  family,
  purpose: 'chat',
  ...more,
  evidence: 'B',
});

const models: readonly Model[] = [
  free('google/gemma-4-31b-it:free', 'gemma-4-31b', {
    context: 262_144,
    strengths: ['chat', 'creative', 'vision'],
  }),
  free('google/gemma-4-26b-a4b-it:free', 'gemma-4-26b-a4b', {
    context: 262_144,
    strengths: ['chat', 'creative', 'vision'],
  }),
  free('nvidia/nemotron-3-super-120b-a12b:free', 'nemotron-3-super-120b-a12b', {
    context: 262_144,
    strengths: ['chat', 'reasoning', 'tools', 'long'],
  }),
  free('qwen/qwen3.8-27b:free', 'qwen3.8-27b', {
    context: null,
    strengths: ['chat', 'code', 'tools', 'creative'],
  }),
  free('z-ai/glm-5.2:free', 'glm-5.2', { context: null, strengths: ['chat', 'code', 'tools', 'creative'] }),
  free('thinkingmachines/inkling:free', 'inkling', {
    context: 1_000_000,
    strengths: ['chat', 'long', 'creative'],
  }),
  free('cohere/north-mini-code:free', 'north-mini-code', { context: null, strengths: ['code'] }),
  {
    id: 'openrouter/free',
    family: 'openrouter-free',
    purpose: 'chat',
    context: null,
    strengths: ['chat'],
    evidence: 'A',
    note: 'a router over whatever free models there are',
  },
];

export const provider: Provider = {
  id: 'openrouter',
  name: 'OpenRouter',
  wire: 'openai',
  tier: 'free',
  order: 40,
  baseUrl: 'https://openrouter.ai/api/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['sk-or-v1-', 'sk-or-'],
    shape: /^sk-or-(v1-)?[0-9a-f]{64}$/,
    evidence: 'B',
    url: 'https://openrouter.ai/settings/keys',
  },
  test: { method: 'GET', url: '/key', cost: 'free', provesKey: true, badStatuses: [401], evidence: 'A' },
  modelList: { url: '/models', shape: 'openai', public: true, freeSuffix: ':free', complete: true },
  quota: {
    scope: 'account',
    groups: [
      { group: 'free-pool', models: { suffix: ':free' }, limits: freePool },
      { group: 'free-pool', models: ['openrouter/free'], limits: freePool },
    ],
    windows: { minute: fixed('minute'), day: fixed('day') },
    note: 'One pool for all free models. A popular free model may also be limited for everyone, at 8 to 15 a minute. That failed attempts count to the day is reported, not proved.',
  },
  rateHeaders: [
    // Only on a 429, which also copies them into error.metadata.headers. The reset tells minute from day.
    {
      name: 'x-ratelimit-limit',
      role: 'limit',
      unit: 'requests',
      window: 'stated',
      format: 'integer',
      on: [429],
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-remaining',
      role: 'remaining',
      unit: 'requests',
      window: 'stated',
      format: 'integer',
      on: [429],
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-reset',
      role: 'reset',
      unit: 'requests',
      window: 'stated',
      format: 'epoch_milliseconds',
      on: [429],
      evidence: 'A',
    },
    {
      name: 'retry-after',
      role: 'retry',
      unit: 'any',
      window: 'any',
      format: 'seconds',
      on: [402, 429, 503],
      evidence: 'A',
    },
  ],
  errors: [
    {
      status: 400,
      match: { regex: /maximum context length is (?<limit>\d+) tokens/, path: 'error.message' },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'A' },
    {
      status: 403,
      match: { jsonType: { 'error.metadata.reasons': 'array' } },
      class: 'moderation_or_permission',
      evidence: 'A',
    },
    {
      status: [401, 403],
      match: { jsonType: { 'error.metadata.provider_name': 'string' } },
      class: 'upstream_busy',
      evidence: 'A',
      note: "an upstream's own refusal, relayed: not the owner's key",
    },
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'A' },
    {
      status: 402,
      match: {},
      class: 'credit_exhausted',
      evidence: 'A',
      note: 'a negative balance refuses free models, too',
    },
    { status: 403, match: {}, class: 'moderation_or_permission', evidence: 'A' },
    {
      status: 404,
      match: { regex: /No endpoints found/, path: 'error.message' },
      class: 'model_gone_or_policy',
      evidence: 'B',
    },
    { status: 408, match: {}, class: 'timeout', evidence: 'A' },
    { status: 413, match: {}, class: 'request_too_large', evidence: 'A' },
    {
      status: 429,
      match: { json: { 'error.metadata.limit_source': ['openrouter_free_tier_daily'] } },
      class: 'quota_day',
      evidence: 'A',
      scope: 'account',
      wait: [{ next: 'day', zone: 'UTC' }],
    },
    {
      status: 429,
      match: { regex: /free-models-per-day/, path: 'error.message' },
      class: 'quota_day',
      evidence: 'A',
      scope: 'account',
      wait: [{ next: 'day', zone: 'UTC' }],
    },
    {
      status: 429,
      match: { regex: /free-models-per-min/, path: 'error.message' },
      class: 'quota_minute',
      evidence: 'B',
      scope: 'account',
      wait: [
        { path: 'error.metadata.headers.X-RateLimit-Reset', format: 'epoch_milliseconds' },
        { next: 'minute', zone: 'UTC' },
      ],
    },
    {
      status: 429,
      match: { json: { 'error.metadata.limit_source': ['openrouter_shared_capacity'] } },
      class: 'model_shared_capacity',
      evidence: 'A',
      wait: [{ next: 'minute', zone: 'UTC' }],
    },
    {
      status: 429,
      match: { regex: /limit_rpm\/|openrouter_shared_capacity/, path: 'error.message' },
      class: 'model_shared_capacity',
      evidence: 'A',
      wait: [{ next: 'minute', zone: 'UTC' }],
      note: 'one popular free model is limited for everyone; the others are fine',
    },
    {
      status: 429,
      match: { json: { 'error.metadata.limit_source': ['upstream_provider_shared_pool'] } },
      class: 'upstream_busy',
      evidence: 'B',
    },
    { status: 429, match: {}, class: 'upstream_busy', evidence: 'B' },
    { status: 502, match: {}, class: 'provider_down', evidence: 'A' },
    { status: 503, match: {}, class: 'no_provider', evidence: 'A' },
    { status: 524, match: {}, class: 'edge_timeout', evidence: 'A' },
    { status: 529, match: {}, class: 'provider_overloaded', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'A' },
  ],
  streaming: {
    usage: 'always',
    doneMarker: true,
    rateHeaders: false,
    note: 'comment lines ": OPENROUTER PROCESSING" while waiting; an error after the 200 is a chunk with error and finish_reason "error"',
  },
  // No `continuation`: "OpenRouter supports asking models to complete a partial response" (its API overview, A), but whether a
  // free model's host does is not said, and the newest Claude and Gemini refuse (A).
  // Unsupported parameters are dropped by OpenRouter itself.
  params: { developerToSystem: true },
  models,
  terms: {
    url: 'https://openrouter.ai/terms',
    several_accounts:
      'The documentation says that extra accounts or keys do not raise limits; section 6.3 is reported to bar several accounts of one person for evading limits (2025). No reselling or competing service; apps with end users are allowed (staff, 2026).',
    evidence: 'B',
  },
  docs: 'https://openrouter.ai/docs/api-reference/limits',
  asOf: '2026-11-21',
};
