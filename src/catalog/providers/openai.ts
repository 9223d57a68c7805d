import { fixed, refill } from '../limits.ts';
import { openaiRateHeaders } from '../openai-dialect.ts';
import type { Provider } from '../types.ts';

const stated = { regex: /try again in ([\dhms.]*\d(?:ms|[hms]))/, format: 'go_duration' } as const;

export const provider: Provider = {
  id: 'openai',
  name: 'OpenAI',
  wire: 'openai',
  tier: 'paid',
  order: 220,
  baseUrl: 'https://api.openai.com/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['sk-svcacct-', 'sk-admin-', 'sk-proj-', 'sk-'],
    shape: /^sk-(proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}$/,
    evidence: 'B',
    url: 'https://platform.openai.com/api-keys',
  },
  // 403 = a restricted key that may not list models.
  test: {
    method: 'GET',
    url: '/models',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    inconclusive: [403],
    evidence: 'B',
  },
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    reservesMaxTokens: true,
    groups: [],
    windows: { minute: refill('minute'), day: fixed('day') },
    note: 'Per organisation and project; learned from the headers. No free tier: sharing data gives daily tokens on a funded organisation (reset 00:00 UTC, B), and what goes beyond is billed.',
  },
  rateHeaders: openaiRateHeaders,
  errors: [
    {
      status: 401,
      match: { json: { 'error.code': ['invalid_api_key'] } },
      class: 'auth_invalid',
      evidence: 'B',
    },
    {
      status: 403,
      match: { regex: /country, region/, path: 'error.message' },
      class: 'region_blocked',
      evidence: 'B',
    },
    {
      status: 404,
      match: { json: { 'error.code': ['model_not_found'] } },
      class: 'model_gone_or_no_access',
      evidence: 'B',
    },
    {
      status: 400,
      match: { json: { 'error.code': ['context_length_exceeded'] } },
      class: 'request_too_large',
      evidence: 'B',
    },
    {
      status: 429,
      match: { json: { 'error.code': ['insufficient_quota'] } },
      class: 'credit_exhausted',
      evidence: 'A',
      note: 'money, never pace',
    },
    {
      status: 429,
      match: { json: { 'error.code': ['rate_limit_exceeded'] } },
      class: 'quota_minute',
      evidence: 'B',
      wait: [stated],
    },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'C', wait: [stated] },
    { status: [500, 502, 503], match: {}, class: 'transient', evidence: 'B' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  streaming: {
    usage: 'on_request',
    doneMarker: true,
    rateHeaders: true,
    note: 'usage on a last chunk with empty choices',
  },
  params: {},
  models: [],
  terms: {
    url: 'https://openai.com/policies/terms-of-use/',
    several_accounts:
      'The terms (2026-01-01; Services Agreement 3.3) bar circumventing rate limits or usage limits.',
    evidence: 'B',
  },
  docs: 'https://platform.openai.com/docs/guides/rate-limits',
  asOf: '2026-11-21',
};
