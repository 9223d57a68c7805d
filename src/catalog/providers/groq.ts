import { limitsFrom, refill } from '../limits.ts';
import type { Limit, Model, Provider } from '../types.ts';

const docs = limitsFrom({ asOf: '2026-09-18', evidence: 'A' });
const seen = limitsFrom({ asOf: '2026-09-18', evidence: 'B' });
const audio = limitsFrom({ asOf: '2026-08-22', evidence: 'A' });

const chat = (from: typeof docs): readonly Limit[] => [
  from('requests', 30, refill('minute')),
  from('requests', 1_000, refill('day')),
  from('tokens', 8_000, refill('minute')),
  from('tokens', 200_000, refill('day')),
];
const compound = [
  docs('requests', 30, refill('minute')),
  docs('requests', 250, refill('day')),
  docs('tokens', 70_000, refill('minute')),
];
const guard = [
  docs('requests', 30, refill('minute')),
  docs('requests', 14_400, refill('day')),
  docs('tokens', 15_000, refill('minute')),
  docs('tokens', 500_000, refill('day')),
];
const whisper = [
  audio('requests', 20, refill('minute')),
  audio('requests', 2_000, refill('day')),
  audio('seconds', 7_200, refill('hour')),
  audio('seconds', 28_800, refill('day')),
];

const models: readonly Model[] = [
  {
    id: 'openai/gpt-oss-120b',
    family: 'gpt-oss-120b',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat', 'reasoning', 'code', 'tools', 'json'],
    limits: chat(docs),
    usdPerMillion: [0.15, 0.6],
    evidence: 'A',
    note: 'list price from memory, evidence C',
  },
  {
    id: 'openai/gpt-oss-20b',
    family: 'gpt-oss-20b',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat', 'tools', 'json'],
    limits: chat(docs),
    usdPerMillion: [0.075, 0.3],
    evidence: 'A',
    note: 'list price from memory, evidence C',
  },
  {
    id: 'qwen/qwen3.8-27b',
    family: 'qwen3.8-27b',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat', 'code', 'tools', 'creative'],
    limits: chat(seen),
    evidence: 'C',
    note: 'context assumed; replaced qwen/qwen3.6-27b, which was listed on 2026-08-22',
  },
  {
    id: 'groq/compound',
    family: 'compound',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat', 'reasoning'],
    limits: compound,
    evidence: 'B',
    note: 'a system with its own search and code tools: refuses tools of the caller',
  },
  {
    id: 'groq/compound-mini',
    family: 'compound-mini',
    purpose: 'chat',
    context: 131_072,
    strengths: ['chat'],
    limits: compound,
    evidence: 'B',
  },
  {
    id: 'openai/gpt-oss-safeguard-20b',
    family: 'gpt-oss-safeguard-20b',
    purpose: 'moderation',
    context: 131_072,
    strengths: [],
    limits: chat(docs),
    onlyWhenNamed: true,
    evidence: 'A',
  },
  ...['22m', '86m'].map((size): Model => ({
    id: `meta-llama/llama-prompt-guard-2-${size}`,
    family: `llama-prompt-guard-2-${size}`,
    purpose: 'moderation',
    context: null,
    strengths: [],
    limits: guard,
    onlyWhenNamed: true,
    evidence: 'A',
  })),
  ...['whisper-large-v3', 'whisper-large-v3-turbo'].map((id): Model => ({
    id,
    family: id,
    purpose: 'transcription',
    context: null,
    strengths: [],
    limits: whisper,
    evidence: 'A',
  })),
  {
    id: 'canopylabs/orpheus-v1-english',
    family: 'orpheus-v1-english',
    purpose: 'speech',
    context: null,
    strengths: [],
    limits: [seen('requests', 10, refill('minute')), seen('requests', 100, refill('day'))],
    evidence: 'B',
  },
];

/** "Please try again in 9m38.016s": the wait equals (used + requested - limit) / limit × window, to the ms. */
const stated = { regex: /try again in ([\dhms.]*\d(?:ms|[hms]))/, format: 'go_duration' } as const;

export const provider: Provider = {
  id: 'groq',
  name: 'Groq',
  wire: 'openai',
  tier: 'free',
  order: 10,
  contentPlace: 1,
  baseUrl: 'https://api.groq.com/openai/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['gsk_'],
    shape: /^gsk_[A-Za-z0-9]{40,60}$/,
    evidence: 'B',
    url: 'https://console.groq.com/keys',
  },
  test: { method: 'GET', url: '/models', cost: 'free', provesKey: true, badStatuses: [401], evidence: 'B' },
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    reservesMaxTokens: true,
    groups: [],
    windows: { minute: refill('minute'), hour: refill('hour'), day: refill('day') },
    note: 'Per organisation and model; cached prompt tokens are not counted. Nothing happens at midnight: a wait for a daily limit can be a few minutes.',
  },
  rateHeaders: [
    {
      name: 'x-ratelimit-limit-requests',
      role: 'limit',
      unit: 'requests',
      window: 'day',
      format: 'integer',
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-remaining-requests',
      role: 'remaining',
      unit: 'requests',
      window: 'day',
      format: 'integer',
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-reset-requests',
      role: 'reset',
      unit: 'requests',
      window: 'day',
      format: 'go_duration',
      resetMeans: 'full',
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-limit-tokens',
      role: 'limit',
      unit: 'tokens',
      window: 'minute',
      format: 'integer',
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-remaining-tokens',
      role: 'remaining',
      unit: 'tokens',
      window: 'minute',
      format: 'integer',
      evidence: 'A',
    },
    {
      name: 'x-ratelimit-reset-tokens',
      role: 'reset',
      unit: 'tokens',
      window: 'minute',
      format: 'go_duration',
      resetMeans: 'full',
      evidence: 'A',
    },
    // Also sent with a 413, where waiting is useless: hence `on`.
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
    {
      status: 401,
      match: { json: { 'error.code': ['invalid_api_key'] } },
      class: 'auth_invalid',
      evidence: 'B',
    },
    { status: 403, match: {}, class: 'forbidden_or_region', evidence: 'B' },
    {
      status: 404,
      match: { json: { 'error.code': ['model_not_found'] } },
      class: 'model_gone',
      evidence: 'A',
    },
    {
      status: 400,
      match: { json: { 'error.code': ['model_decommissioned'] } },
      class: 'model_gone',
      evidence: 'A',
    },
    {
      status: 400,
      match: { json: { 'error.code': ['tool_use_failed'] } },
      class: 'bad_model_output',
      evidence: 'A',
      note: 'the malformed text is in error.failed_generation',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'A' },
    {
      status: 413,
      match: { json: { 'error.code': ['rate_limit_exceeded'] } },
      class: 'request_larger_than_tpm_bucket',
      evidence: 'A',
      note: 'prompt plus reserved output exceeds the whole minute bucket: waiting cannot help',
    },
    { status: 422, match: {}, class: 'unprocessable', evidence: 'A' },
    { status: 424, match: {}, class: 'failed_dependency', evidence: 'B' },
    {
      status: 429,
      match: { regex: /tokens per day|requests per day|\(TPD\)|\(RPD\)/, path: 'error.message' },
      class: 'quota_day',
      evidence: 'A',
      wait: [stated],
    },
    {
      status: 429,
      match: { regex: /tokens per minute|requests per minute|\(TPM\)|\(RPM\)/, path: 'error.message' },
      class: 'quota_minute',
      evidence: 'A',
      wait: [stated],
    },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'C', wait: [stated] },
    {
      status: 498,
      match: { json: { 'error.code': ['capacity_exceeded'] } },
      class: 'flex_capacity',
      evidence: 'A',
    },
    { status: 499, match: {}, class: 'client_cancelled', evidence: 'B' },
    { status: [500, 502, 503], match: {}, class: 'transient', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'A' },
    { status: 200, match: { jsonType: { 'x_groq.error': 'string' } }, class: 'inband_error', evidence: 'A' },
  ],
  limitStatement: {
    regex: /Limit (?<limit>\d+), (?:Used (?<used>\d+), )?Requested (?<requested>\d+)/,
    unitBy: [
      { text: /tokens per day|\(TPD\)/, unit: 'tokens', window: 'day' },
      { text: /requests per day|\(RPD\)/, unit: 'requests', window: 'day' },
      { text: /tokens per minute|\(TPM\)/, unit: 'tokens', window: 'minute' },
      { text: /requests per minute|\(RPM\)/, unit: 'requests', window: 'minute' },
    ],
  },
  fieldStatement: /property '([A-Za-z_]+)' is unsupported/,
  streaming: {
    usage: 'always',
    doneMarker: true,
    rateHeaders: true,
    note: 'x_groq.usage on the last chunk unasked; an error can be a chunk.error object or the string x_groq.error',
  },
  // "Any text-to-text model powered by Groq", with an example for openai/gpt-oss-20b: https://console.groq.com/docs/prefilling (A).
  // How models that reason first take it is not said.
  continuation: 'assistant',
  params: {
    drop: [
      'logprobs',
      'top_logprobs',
      'logit_bias',
      'messages[].name',
      'store',
      'metadata',
      'frequency_penalty',
      'presence_penalty',
    ],
    singleChoice: true,
  },
  // Its transcripts tell the seconds that its audio limits count only as verbose_json; Orpheus speaks wav (B).
  audio: { transcripts: 'verbose_json', speechDefaults: { response_format: 'wav' } },
  models,
  terms: {
    url: 'https://groq.com/terms-of-use/',
    several_accounts:
      'No clause found in the agreement text read (effective 2025-10-15); services are business-only, and limits belong to the organisation.',
    evidence: 'B',
  },
  docs: 'https://console.groq.com/docs/rate-limits',
  asOf: '2026-11-21',
};
