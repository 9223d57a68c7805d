import { limitsFrom, refill } from '../limits.ts';
import type { Provider } from '../types.ts';

const creates = limitsFrom({
  asOf: '2026',
  evidence: 'A',
  note: '6 a minute with a burst of 1 on granted credit without a card, or under 5 USD; other calls: 3,000 a minute',
});

/** Two generations of bodies: "resets in ~5s" with retry_after, and the older "Expected available in 1 second(s)". */
const waits = [
  { path: 'retry_after', format: 'seconds' },
  { regex: /resets in ~(\d+)s/, format: 'seconds' },
  { regex: /available in (\d+) second/, format: 'seconds' },
] as const;

export const provider: Provider = {
  id: 'replicate',
  name: 'Replicate',
  wire: 'replicate',
  tier: 'paid',
  order: 240,
  baseUrl: 'https://api.replicate.com/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['r8_'],
    shape: /^r8_[A-Za-z0-9]{37}$/,
    evidence: 'B',
    env: ['REPLICATE_API_TOKEN'],
    url: 'https://replicate.com/account/api-tokens',
  },
  test: { method: 'GET', url: '/account', cost: 'free', provesKey: true, badStatuses: [401], evidence: 'A' },
  // Pages of the whole catalogue of the site, not what this owner uses: absence proves nothing.
  modelList: null,
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [creates('requests', 600, refill('minute'))] }],
    windows: { minute: refill('minute') },
    note: 'Creates are counted; the shape of the minute is "with burst" (B).',
  },
  rateHeaders: [
    {
      name: 'retry-after',
      role: 'retry',
      unit: 'any',
      window: 'any',
      format: 'seconds_or_http_date',
      on: [429],
      evidence: 'C',
    },
  ],
  errors: [
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'B' },
    { status: 402, match: { regex: /[Ii]nsufficient credit/ }, class: 'credit_exhausted', evidence: 'A' },
    { status: 404, match: {}, class: 'model_gone', evidence: 'B' },
    { status: 422, match: {}, class: 'bad_input', evidence: 'B' },
    {
      status: 429,
      match: { regex: /resets in ~(\d+)s|available in (\d+) second/ },
      class: 'quota_minute',
      evidence: 'A',
      scope: 'account',
      wait: waits,
    },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'C', scope: 'account', wait: waits },
    {
      status: [500, 502, 503],
      match: {},
      class: 'transient',
      evidence: 'A',
      note: 'a create is never blindly repeated',
    },
    {
      status: 200,
      match: { json: { status: ['failed'] } },
      class: 'model_error',
      evidence: 'A',
      note: 'often a filter or memory',
    },
  ],
  streaming: {
    usage: 'never',
    doneMarker: false,
    rateHeaders: false,
    note: 'events output, logs, error, done on urls.stream',
  },
  params: {},
  // Official models have an address of their own; files lie at replicate.delivery and need no key (A).
  images: { shape: 'replicate', url: '/models/{model}/predictions', files: ['replicate.delivery'] },
  models: [
    {
      id: 'black-forest-labs/flux-schnell',
      family: 'flux-1-schnell',
      purpose: 'image',
      context: null,
      strengths: [],
      evidence: 'B',
      note: 'paid',
    },
    {
      id: 'wan-video/wan-2.2-t2v-fast',
      family: 'wan-2.2-t2v-fast',
      purpose: 'video',
      context: null,
      strengths: [],
      evidence: 'C',
      note: 'paid',
    },
  ],
  terms: {
    url: 'https://replicate.com/terms',
    several_accounts:
      "No clause on the number of accounts was seen in a third party's summary (2026); not read in full.",
    evidence: 'C',
  },
  docs: 'https://replicate.com/docs/topics/predictions/rate-limits',
  asOf: '2026-11-21',
};
