import type { Provider } from '../types.ts';

export const provider: Provider = {
  id: 'github_models',
  name: 'GitHub Models',
  wire: 'openai',
  tier: 'free',
  retired: {
    on: '2026-07-30',
    note: 'Closed to new customers on 2026-06-16, off since 2026-07-30. Every call is a 410 whose text still speaks of a temporary outage.',
  },
  order: 990,
  baseUrl: 'https://models.github.ai/inference',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['github_pat_', 'ghp_', 'gho_'],
    shape: /^(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})$/,
    evidence: 'A',
    env: ['GITHUB_MODELS_TOKEN'],
    url: 'https://github.com/settings/tokens',
  },
  test: null,
  modelList: null,
  quota: { scope: 'account', groups: [], windows: {} },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    {
      status: 410,
      match: { json: { 'error.code': ['github_models_retirement_brownout'] } },
      class: 'provider_retired',
      evidence: 'A',
    },
    { status: 410, match: {}, class: 'provider_retired', evidence: 'A' },
  ],
  streaming: { usage: 'never', doneMarker: true, rateHeaders: false },
  params: {},
  models: [],
  terms: {
    url: 'https://docs.github.com/en/site-policy/github-terms/github-terms-of-service',
    several_accounts: 'At most one free account per person or legal entity. Moot since the retirement.',
    evidence: 'B',
  },
  docs: 'https://docs.github.com/en/github-models',
  asOf: '2026-11-21',
};
