import { refill } from '../limits.ts';
import type { HeaderRule, Provider } from '../types.ts';

const rateHeaders: readonly HeaderRule[] = (
  [
    ['requests', 'requests', 'all'],
    ['tokens', 'tokens', 'all'],
    ['input-tokens', 'tokens', 'input'],
    ['output-tokens', 'tokens', 'output'],
  ] as const
).flatMap(([name, unit, side]): HeaderRule[] => [
  {
    name: `anthropic-ratelimit-${name}-limit`,
    role: 'limit',
    unit,
    side,
    window: 'minute',
    format: 'integer',
    evidence: 'A',
  },
  {
    name: `anthropic-ratelimit-${name}-remaining`,
    role: 'remaining',
    unit,
    side,
    window: 'minute',
    format: 'integer',
    evidence: 'A',
  },
  {
    // "When the limit will be fully replenished": not a wait.
    name: `anthropic-ratelimit-${name}-reset`,
    role: 'reset',
    unit,
    side,
    window: 'minute',
    format: 'rfc3339',
    resetMeans: 'full',
    evidence: 'A',
  },
]);

export const provider: Provider = {
  id: 'anthropic',
  name: 'Anthropic',
  wire: 'anthropic',
  tier: 'paid',
  order: 230,
  baseUrl: 'https://api.anthropic.com/v1',
  headers: { 'anthropic-version': '2023-06-01' },
  auth: { header: 'x-api-key', scheme: 'raw' },
  key: {
    prefixes: ['sk-ant-api03-', 'sk-ant-'],
    shape: /^sk-ant-[A-Za-z0-9_-]{20,}$/,
    evidence: 'B',
    env: ['ANTHROPIC_AUTH_TOKEN'],
    url: 'https://console.anthropic.com/settings/keys',
  },
  test: {
    method: 'GET',
    url: '/models?limit=1',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    evidence: 'B',
  },
  modelList: { url: '/models?limit=1000', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    groups: [],
    windows: { minute: refill('minute') },
    note: 'Per organisation and model class, learned from the headers; cached input is mostly not counted. No free tier.',
  },
  rateHeaders: [
    ...rateHeaders,
    {
      name: 'retry-after',
      role: 'retry',
      unit: 'any',
      window: 'any',
      format: 'seconds',
      on: [429, 529],
      evidence: 'B',
    },
  ],
  errors: [
    {
      status: 400,
      match: { regex: /prompt is too long: \d+ tokens > (?<limit>\d+) maximum/, path: 'error.message' },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    {
      status: 400,
      match: { regex: /credit balance is too low/, path: 'error.message' },
      class: 'credit_exhausted',
      evidence: 'C',
      note: 'a low balance is a 400 with text (A); the wording is from memory',
    },
    {
      status: 400,
      match: { json: { 'error.type': ['invalid_request_error'] } },
      class: 'bad_request',
      evidence: 'A',
    },
    {
      status: 401,
      match: { json: { 'error.type': ['authentication_error'] } },
      class: 'auth_invalid',
      evidence: 'A',
    },
    {
      status: 402,
      match: { json: { 'error.type': ['billing_error'] } },
      class: 'credit_exhausted',
      evidence: 'A',
    },
    {
      status: 403,
      match: { json: { 'error.type': ['permission_error'] } },
      class: 'forbidden',
      evidence: 'A',
    },
    {
      status: 404,
      match: { json: { 'error.type': ['not_found_error'] } },
      class: 'model_gone',
      evidence: 'A',
    },
    {
      status: 413,
      match: { json: { 'error.type': ['request_too_large'] } },
      class: 'request_too_large',
      evidence: 'B',
    },
    {
      status: 429,
      match: { json: { 'error.type': ['rate_limit_error'] } },
      class: 'quota_minute',
      evidence: 'A',
    },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'C' },
    {
      status: [500, 504],
      match: { json: { 'error.type': ['api_error', 'timeout_error'] } },
      class: 'transient',
      evidence: 'A',
    },
    {
      status: 529,
      match: { json: { 'error.type': ['overloaded_error'] } },
      class: 'overloaded',
      evidence: 'A',
    },
    { status: 200, match: { sse: 'error' }, class: 'inband_error', evidence: 'A' },
  ],
  streaming: {
    usage: 'always',
    doneMarker: false,
    rateHeaders: true,
    note: 'ends with message_stop; input usage in message_start, output (cumulative) in message_delta; "event: ping" keeps alive',
  },
  // No `continuation`: Claude 4.6 and later answer 400 "This model does not support assistant message prefill"
  // (https://platform.claude.com/docs/en/about-claude/models/migration-guide, A).
  // max_tokens is mandatory and unknown fields are a 400: the anthropic wire builds the body itself.
  params: { defaults: { max_tokens: 4_096 } },
  models: [],
  terms: {
    url: 'https://www.anthropic.com/legal/commercial-terms',
    several_accounts:
      'Limits are per organisation; the commercial terms bar reselling access and competing products; the usage policy is reported to bar further accounts to get round a ban or guardrail.',
    evidence: 'B',
  },
  docs: 'https://docs.claude.com/en/api/rate-limits',
  asOf: '2026-11-21',
};
