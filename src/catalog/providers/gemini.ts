import { fixed, limitsFrom } from '../limits.ts';
import type { Evidence, Limit, Model, Provider } from '../types.ts';

const PACIFIC = 'America/Los_Angeles';
const PRICE = 'list price: that of the last generation known, evidence C';

/** Google no longer prints free figures: these come from 429 bodies (A) and dated catalogues (B). */
function free(
  asOf: string,
  evidence: Evidence,
  amounts: { minute?: number; inputTokens?: number; day: number },
): readonly Limit[] {
  const from = limitsFrom({ asOf, evidence });
  return [
    ...(amounts.minute === undefined ? [] : [from('requests', amounts.minute, fixed('minute'))]),
    ...(amounts.inputTokens === undefined
      ? []
      : [{ ...from('tokens', amounts.inputTokens, fixed('minute')), side: 'input' as const }]),
    from('requests', amounts.day, fixed('day', PACIFIC)),
  ];
}

const guess = limitsFrom({ asOf: '2026-08', evidence: 'C', note: 'assumed to be those of 3.1' });
const assumed: readonly Limit[] = [
  guess('requests', 15, fixed('minute')),
  { ...guess('tokens', 250_000, fixed('minute')), side: 'input' },
];

const flash = { purpose: 'chat', context: 1_048_576, usdPerMillion: [0.3, 2.5], note: PRICE } as const;
const lite = { purpose: 'chat', context: 1_048_576, usdPerMillion: [0.1, 0.4], note: PRICE } as const;
const strong = ['chat', 'long', 'code', 'tools', 'vision', 'json', 'reasoning'] as const;
const quick = ['chat', 'long', 'tools', 'vision', 'json'] as const;

const models: readonly Model[] = [
  {
    id: 'gemini-3.5-flash-lite',
    family: 'gemini-3.5-flash-lite',
    ...lite,
    strengths: quick,
    limits: [...free('2026-08', 'A', { day: 500 }), ...assumed],
    evidence: 'A',
  },
  {
    id: 'gemini-3.1-flash-lite',
    family: 'gemini-3.1-flash-lite',
    ...lite,
    strengths: quick,
    limits: free('2026-07-18', 'B', { minute: 15, inputTokens: 250_000, day: 500 }),
    evidence: 'A',
  },
  {
    id: 'gemini-3.8-flash',
    family: 'gemini-3.8-flash',
    ...flash,
    strengths: strong,
    limits: free('2026-10', 'A', { day: 20 }),
    evidence: 'B',
  },
  {
    id: 'gemini-3.5-flash',
    family: 'gemini-3.5-flash',
    ...flash,
    strengths: strong,
    limits: free('2026-07-18', 'A', { minute: 5, inputTokens: 250_000, day: 20 }),
    evidence: 'A',
  },
  {
    id: 'gemini-2.5-flash',
    family: 'gemini-2.5-flash',
    ...flash,
    strengths: strong,
    limits: free('2026-07-18', 'A', { minute: 5, inputTokens: 250_000, day: 20 }),
    evidence: 'A',
  },
  {
    id: 'gemini-2.5-flash-lite',
    family: 'gemini-2.5-flash-lite',
    ...lite,
    strengths: quick,
    limits: free('2026-07-18', 'B', { minute: 10, inputTokens: 250_000, day: 20 }),
    evidence: 'A',
  },
  {
    id: 'gemini-3-flash-preview',
    family: 'gemini-3-flash',
    ...flash,
    strengths: strong,
    limits: free('2026-07-18', 'B', { minute: 5, inputTokens: 250_000, day: 20 }),
    evidence: 'B',
  },
  ...['gemma-4-31b', 'gemma-4-26b-a4b'].map((family): Model => ({
    id: `${family}-it`,
    family,
    purpose: 'chat',
    context: 262_144,
    strengths: ['chat', 'creative', 'vision'],
    limits: free('2026-06', 'B', { minute: 15, day: 1_000 }),
    evidence: 'B',
    note: "limits are another gateway's conservative seed",
  })),
  ...['1b', '4b', '12b', '27b'].map((size): Model => ({
    id: `gemma-3-${size}-it`,
    family: `gemma-3-${size}`,
    purpose: 'chat',
    context: null,
    strengths: ['chat'],
    limits: free('2026-07-18', 'B', { minute: 30, inputTokens: 15_000, day: 14_400 }),
    onlyWhenNamed: true,
    evidence: 'B',
    note: 'if still served; refuses system instructions',
  })),
  {
    id: 'gemini-embedding-001',
    family: 'gemini-embedding-001',
    purpose: 'embedding',
    context: 2_048,
    strengths: [],
    limits: free('2026-06-04', 'B', { minute: 100, day: 1_000 }),
    evidence: 'B',
  },
  ...['gemini-3.1-pro', 'gemini-2.5-pro', 'gemini-2.0-flash'].map((id): Model => ({
    id,
    family: id,
    purpose: 'chat',
    context: 1_048_576,
    strengths: strong,
    limits: free(id === 'gemini-2.0-flash' ? '2026-03' : '2026-10', 'A', { day: 0 }),
    onlyWhenNamed: true,
    evidence: 'A',
    note: 'free quota is zero: 429 bodies show "limit: 0"',
  })),
];

export const provider: Provider = {
  id: 'gemini',
  name: 'Google Gemini',
  wire: 'openai',
  tier: 'free',
  order: 30,
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['AIza', 'AQ.'],
    shape: /^(AIza[0-9A-Za-z_-]{35}|AQ\.[0-9A-Za-z_-]{20,})$/,
    evidence: 'B',
    env: ['GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    url: 'https://aistudio.google.com/apikey',
  },
  // A bad key is 400 API_KEY_INVALID (read by classify), a wrong country 400 FAILED_PRECONDITION: no status says it alone.
  test: {
    method: 'GET',
    url: '/models',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    inconclusive: [403],
    evidence: 'A',
  },
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    groups: [],
    windows: { minute: fixed('minute'), day: fixed('day', PACIFIC) },
    note: 'Per project and model; the minute is assumed to be the calendar minute.',
  },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    {
      status: 400,
      match: { json: { 'error.details[].reason': ['API_KEY_INVALID'] } },
      class: 'auth_invalid',
      evidence: 'A',
    },
    {
      status: 400,
      match: { json: { 'error.status': ['FAILED_PRECONDITION'] } },
      class: 'region_blocked',
      evidence: 'A',
    },
    {
      status: 400,
      match: {
        regex: /exceeds the maximum number of tokens allowed \(?(?<limit>\d+)/,
        path: 'error.message',
      },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    {
      status: 400,
      match: { json: { 'error.status': ['INVALID_ARGUMENT'] } },
      class: 'bad_request',
      evidence: 'A',
    },
    {
      status: 403,
      match: { json: { 'error.details[].reason': ['SERVICE_DISABLED', 'API_KEY_SERVICE_BLOCKED'] } },
      class: 'permission',
      evidence: 'A',
      note: 'a restricted key is no proof of a bad one',
    },
    { status: 404, match: {}, class: 'model_gone', evidence: 'A' },
    {
      status: 429,
      match: { regex: /limit: 0\b(?!\.)/, path: 'error.message' },
      class: 'model_not_in_plan',
      evidence: 'A',
    },
    {
      status: 429,
      match: { regex: /PerDay/, path: 'error.details[].violations[].quotaId' },
      class: 'quota_day',
      evidence: 'A',
      wait: [{ next: 'day', zone: PACIFIC }],
      note: 'retryDelay says a few seconds, and lies',
    },
    {
      status: 429,
      match: { regex: /PerMinute/, path: 'error.details[].violations[].quotaId' },
      class: 'quota_minute',
      evidence: 'A',
      wait: [{ path: 'error.details[].retryDelay', format: 'go_duration' }],
    },
    {
      status: 429,
      match: { regex: /prepayment credits are depleted/, path: 'error.message' },
      class: 'credit_exhausted',
      evidence: 'B',
    },
    {
      status: 429,
      match: {},
      class: 'quota_minute',
      evidence: 'C',
      wait: [
        { path: 'error.details[].retryDelay', format: 'go_duration' },
        { regex: /Please retry in ([\d.]+m?s)/, format: 'go_duration' },
      ],
    },
    { status: [500, 503, 504], match: {}, class: 'transient', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'B' },
  ],
  limitStatement: { kind: 'google_quota_failure' },
  fieldStatement: /Unknown name \\?"([A-Za-z_]+)\\?"/,
  streaming: { usage: 'on_request', doneMarker: true, rateHeaders: false },
  // No `continuation`: from 3.6 Flash and 3.5 Flash-Lite on, "prefilling model turns is no longer supported", a 400
  // (https://ai.google.dev/gemini-api/docs/latest-model, A).
  params: {
    // Unknown top-level names are a 400. Evidence C for all but that.
    drop: [
      'logit_bias',
      'logprobs',
      'top_logprobs',
      'store',
      'metadata',
      'service_tier',
      'parallel_tool_calls',
      'web_search_options',
    ],
    developerToSystem: true,
    stripSchemaKeywords: [
      'additionalProperties',
      '$schema',
      '$ref',
      'const',
      'examples',
      'oneOf',
      'allOf',
      'not',
      'prefixItems',
      'uniqueItems',
      'propertyNames',
    ],
  },
  // Its native address takes the key in a header of its own, Bearer is for OAuth there. No free project may make pictures:
  // 429 with "limit: 0" (A); the models are learned from its list.
  images: {
    shape: 'gemini',
    url: 'origin:/v1beta/models/{model}:generateContent',
    auth: { header: 'x-goog-api-key', scheme: 'raw' },
  },
  models,
  terms: {
    url: 'https://ai.google.dev/gemini-api/terms',
    several_accounts:
      'Google APIs Terms (2021-11) bar attempts to circumvent documented limits, and adding up several projects’ free quota is read by others as a breach. Unpaid content is used for training; the free tier may not serve end users in the EEA, Switzerland or the UK; professional or business use only (2026-03).',
    evidence: 'B',
  },
  docs: 'https://ai.google.dev/gemini-api/docs/rate-limits',
  asOf: '2026-11-21',
};
