import type { Limit, Provider } from '../types.ts';

/** Ollama runs one call (OLLAMA_NUM_PARALLEL) and lets others wait: a few keep it busy, more would only time out there. */
const atOnce: Limit = {
  unit: 'concurrent',
  window: { kind: 'in_flight' },
  amount: 4,
  asOf: '2026-11-21',
  evidence: 'C',
};

export const provider: Provider = {
  id: 'ollama',
  name: 'Ollama (local)',
  wire: 'openai',
  tier: 'local',
  order: 900,
  baseUrl: 'http://localhost:11434/v1',
  auth: { header: 'authorization', scheme: 'none' },
  key: { prefixes: [], evidence: 'A', url: 'https://ollama.com/download' },
  test: null,
  // The native list tells sizes, too; models are whatever the owner has pulled.
  modelList: { url: 'origin:/api/tags', shape: 'ollama', complete: true },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [atOnce] }],
    windows: {},
    note: 'No quota, but a queue of its own, so that a crowd does not drown it: OLLAMA_NUM_PARALLEL (1) runs, OLLAMA_MAX_QUEUE (512) waits.',
  },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    { status: 400, match: {}, class: 'bad_request', evidence: 'A' },
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'B' },
    { status: 403, match: { regex: /requires a subscription/ }, class: 'model_not_in_plan', evidence: 'A' },
    { status: 404, match: { regex: /not found/ }, class: 'model_missing', evidence: 'A' },
    { status: 410, match: {}, class: 'model_retired', evidence: 'B' },
    {
      status: 429,
      match: { regex: /session usage limit/ },
      class: 'quota_session',
      evidence: 'A',
      scope: 'account',
      coolMs: 3_600_000,
    },
    {
      status: 429,
      match: { regex: /weekly usage limit/ },
      class: 'quota_week',
      evidence: 'A',
      scope: 'account',
      coolMs: 86_400_000,
    },
    { status: 429, match: {}, class: 'concurrency', evidence: 'C', scope: 'account', coolMs: 5_000 },
    { status: 502, match: {}, class: 'cloud_unreachable', evidence: 'A' },
    { status: 503, match: {}, class: 'queue_full_local', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'string' } }, class: 'inband_error', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'A' },
  ],
  streaming: {
    usage: 'on_request',
    doneMarker: true,
    rateHeaders: false,
    firstTokenMs: 60_000,
    note: 'the first call may spend a minute loading the model',
  },
  keepWarm: {
    everyMs: 4 * 60_000,
    note: 'unloads a model after 5 idle minutes unless OLLAMA_KEEP_ALIVE says otherwise: https://docs.ollama.com/faq',
  },
  // Its maintainers in ollama/ollama#6778 (B), and its source: templates leave a last assistant turn open, gpt-oss included
  // (`AddImplicitStartOrPrefill` in harmony/harmonyparser.go, A). That /v1 shares this with /api/chat is an inference (C).
  continuation: 'assistant',
  params: {
    // num_ctx defaults to 4096 and longer prompts are cut silently: OLLAMA_CONTEXT_LENGTH widens it for this path.
    drop: [
      'logit_bias',
      'logprobs',
      'top_logprobs',
      'user',
      'tool_choice',
      'parallel_tool_calls',
      'store',
      'metadata',
      'service_tier',
    ],
    rename: { max_completion_tokens: 'max_tokens' },
    developerToSystem: true,
    singleChoice: true,
  },
  models: [],
  terms: {
    url: 'https://ollama.com/terms',
    several_accounts: 'Does not apply: it runs on your machine.',
    evidence: 'C',
  },
  docs: 'https://docs.ollama.com/api/openai-compatibility',
  asOf: '2026-11-21',
};
