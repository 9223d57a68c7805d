import { limitsFrom } from '../limits.ts';
import type { Provider } from '../types.ts';

const inFlight = limitsFrom({ asOf: '2026-10', evidence: 'B', note: 'paid' });

export const provider: Provider = {
  id: 'deepseek',
  name: 'DeepSeek',
  wire: 'openai',
  tier: 'paid',
  order: 210,
  baseUrl: 'https://api.deepseek.com',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['sk-'],
    shape: /^sk-[0-9a-f]{32}$/,
    evidence: 'C',
    url: 'https://platform.deepseek.com/api_keys',
  },
  test: {
    method: 'GET',
    url: '/user/balance',
    cost: 'free',
    provesKey: true,
    okWhen: { is_available: [true] },
    badStatuses: [401],
    evidence: 'A',
  },
  modelList: { url: '/models', shape: 'openai', complete: true },
  quota: {
    scope: 'account',
    groups: [],
    windows: {},
    note: 'Prepaid, no free allowance. What is limited is the number of calls in flight, per account and model.',
  },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    {
      status: 400,
      match: { regex: /maximum context length is (?<limit>\d+) tokens/, path: 'error.message' },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'A' },
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'A' },
    { status: 402, match: {}, class: 'credit_exhausted', evidence: 'A' },
    { status: 422, match: {}, class: 'bad_request', evidence: 'A' },
    { status: 429, match: {}, class: 'concurrency', evidence: 'A' },
    { status: [500, 503], match: {}, class: 'transient', evidence: 'A' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  streaming: {
    usage: 'always',
    doneMarker: true,
    rateHeaders: false,
    note: '": keep-alive" comments while waiting, and blank lines before a JSON answer: no first-byte limit, trim before parsing',
  },
  // No `continuation`: `prefix: true` is understood only under https://api.deepseek.com/beta
  // (https://api-docs.deepseek.com/guides/chat_prefix_completion, A).
  // reasoning_content goes back only inside tool loops of thinking models.
  params: { developerToSystem: true },
  models: [
    {
      id: 'deepseek-v4-flash',
      family: 'deepseek-v4-flash',
      purpose: 'chat',
      context: 1_000_000,
      strengths: ['chat', 'code', 'tools', 'long'],
      limits: [inFlight('concurrent', 2_500, { kind: 'in_flight' })],
      evidence: 'C',
      note: 'paid; context unverified',
    },
    {
      id: 'deepseek-v4-pro',
      family: 'deepseek-v4-pro',
      purpose: 'chat',
      context: 1_000_000,
      strengths: ['chat', 'code', 'tools', 'reasoning', 'long'],
      limits: [inFlight('concurrent', 500, { kind: 'in_flight' })],
      evidence: 'C',
      note: 'paid; context unverified',
    },
  ],
  terms: {
    url: 'https://cdn.deepseek.com/policies/en-US/deepseek-open-platform-terms-of-service.html',
    several_accounts: 'Not checked.',
    evidence: 'C',
  },
  docs: 'https://api-docs.deepseek.com/quick_start/rate_limit',
  asOf: '2026-11-21',
};
