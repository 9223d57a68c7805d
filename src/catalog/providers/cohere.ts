import { fixed, limitsFrom, rolling } from '../limits.ts';
import type { Model, Provider } from '../types.ts';

const september = limitsFrom({ asOf: '2026-09-18', evidence: 'A' });
const august = limitsFrom({ asOf: '2026-08-20', evidence: 'A' });
const month = limitsFrom({
  asOf: '2026-09-18',
  evidence: 'A',
  note: 'over all endpoints; that it is a calendar month is assumed (C)',
});

const chat = (
  id: string,
  family: string,
  more: Pick<Model, 'context' | 'strengths' | 'usdPerMillion'>,
): Model => ({
  id,
  family,
  purpose: 'chat',
  ...more,
  limits: [september('requests', 20, rolling('minute'))],
  evidence: 'B',
  note: 'list price from memory, evidence C',
});

export const provider: Provider = {
  id: 'cohere',
  name: 'Cohere',
  wire: 'openai',
  tier: 'free',
  order: 80,
  baseUrl: 'https://api.cohere.ai/compatibility/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: [],
    shape: /^[A-Za-z0-9]{40}$/,
    evidence: 'C',
    env: ['CO_API_KEY'],
    url: 'https://dashboard.cohere.com/api-keys',
  },
  test: {
    method: 'POST',
    url: 'https://api.cohere.com/v1/check-api-key',
    cost: 'free; whether it counts to the 1,000 a month is unverified',
    provesKey: true,
    okWhen: { valid: [true] },
    badStatuses: [401],
    evidence: 'B',
  },
  modelList: { url: 'https://api.cohere.com/v1/models?page_size=100', shape: 'cohere', complete: true },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [month('requests', 1_000, fixed('month'))] }],
    windows: { minute: rolling('minute'), month: fixed('month') },
    note: 'Slots of the minute come back one at a time. Whether trial keys of one organisation share the month is assumed.',
  },
  headers429: 'none',
  rateHeaders: [
    {
      name: 'x-trial-endpoint-call-limit',
      role: 'limit',
      unit: 'requests',
      window: 'minute',
      format: 'integer',
      evidence: 'A',
    },
    {
      name: 'x-trial-endpoint-call-remaining',
      role: 'remaining',
      unit: 'requests',
      window: 'minute',
      format: 'integer',
      evidence: 'A',
    },
    // The limit only: what remains of the month is counted here.
    {
      name: 'x-endpoint-monthly-call-limit',
      role: 'limit',
      unit: 'requests',
      window: 'month',
      format: 'integer',
      evidence: 'A',
    },
  ],
  errors: [
    {
      status: 400,
      match: { regex: /too many tokens: .{0,120}limit of (?<limit>\d+)/ },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'A' },
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'A' },
    { status: 402, match: {}, class: 'billing', evidence: 'A' },
    { status: 404, match: {}, class: 'model_gone', evidence: 'A' },
    { status: 422, match: {}, class: 'unprocessable', evidence: 'A' },
    {
      status: 429,
      match: { regex: /1000 API calls \/ month/ },
      class: 'quota_month',
      evidence: 'A',
      scope: 'account',
      wait: [{ next: 'month', zone: 'UTC' }],
    },
    { status: 429, match: { regex: /API calls \/ minute/ }, class: 'quota_minute', evidence: 'A' },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'C' },
    { status: 498, match: {}, class: 'blocked_or_invalid_token', evidence: 'A' },
    { status: 499, match: {}, class: 'client_cancelled', evidence: 'A' },
    { status: [500, 501, 503, 504], match: {}, class: 'transient', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  limitStatement: {
    regex: /limited to (?<limit>\d+) API calls/,
    unitBy: [
      { text: /API calls \/ month/, unit: 'requests', window: 'month' },
      { text: /API calls \/ minute/, unit: 'requests', window: 'minute' },
    ],
  },
  streaming: { usage: 'on_request', doneMarker: true, rateHeaders: true },
  // No `continuation`: a last assistant turn is accepted and answered by a new one (SillyTavern#3692, 2025-03, B).
  params: {
    drop: [
      'store',
      'metadata',
      'logit_bias',
      'top_logprobs',
      'modalities',
      'prediction',
      'audio',
      'service_tier',
      'parallel_tool_calls',
    ],
    rename: { max_completion_tokens: 'max_tokens' },
    values: { reasoning_effort: { minimal: 'none', low: 'none', medium: 'high', xhigh: 'high' } },
    singleChoice: true,
    stripSchemaKeywords: ['$schema', 'additionalProperties'],
  },
  models: [
    chat('command-a-03-2025', 'command-a', {
      context: 256_000,
      strengths: ['chat', 'tools', 'long', 'creative'],
      usdPerMillion: [2.5, 10],
    }),
    chat('command-a-reasoning-08-2025', 'command-a-reasoning', {
      context: 256_000,
      strengths: ['reasoning', 'tools', 'long'],
      usdPerMillion: [2.5, 10],
    }),
    chat('command-r-plus-08-2024', 'command-r-plus', {
      context: 128_000,
      strengths: ['chat', 'tools'],
      usdPerMillion: [2.5, 10],
    }),
    chat('command-r-08-2024', 'command-r', {
      context: 128_000,
      strengths: ['chat'],
      usdPerMillion: [0.15, 0.6],
    }),
    {
      id: 'embed-v4.0',
      family: 'embed-v4.0',
      purpose: 'embedding',
      context: 128_000,
      strengths: [],
      evidence: 'B',
      note: '2,000 inputs a minute (A, 2026-08-20): inputs are not counted here',
    },
    {
      id: 'rerank-v3.5',
      family: 'rerank-v3.5',
      purpose: 'rerank',
      context: 4_096,
      strengths: [],
      limits: [august('requests', 10, rolling('minute'))],
      evidence: 'C',
    },
  ],
  terms: {
    url: 'https://cohere.com/terms-of-use',
    several_accounts:
      'Trial keys are for evaluation, not production, and for business use only; no statement was found on several trial keys of one organisation.',
    evidence: 'B',
  },
  docs: 'https://docs.cohere.com/docs/rate-limits',
  asOf: '2026-11-21',
};
