import { fixed, limitsFrom } from '../limits.ts';
import type { Model, Provider } from '../types.ts';

const neurons = limitsFrom({ asOf: '2026-09-18', evidence: 'A' });
const text = limitsFrom({
  asOf: '2026-09-17',
  evidence: 'A',
  note: 'text generation; that it is the calendar minute is assumed',
});
const image = limitsFrom({ asOf: '2026-09-17', evidence: 'B', note: 'text to image' });

const chat = (
  id: string,
  family: string,
  more: Pick<Model, 'context' | 'strengths' | 'neuronsPerMillion' | 'usdPerMillion' | 'evidence' | 'note'>,
): Model => ({ id, family, purpose: 'chat', ...more });

const models: readonly Model[] = [
  chat('@cf/openai/gpt-oss-120b', 'gpt-oss-120b', {
    context: 128_000,
    strengths: ['chat', 'reasoning', 'code', 'tools', 'json'],
    neuronsPerMillion: [31_818, 68_182],
    usdPerMillion: [0.35, 0.75],
    evidence: 'A',
  }),
  chat('@cf/openai/gpt-oss-20b', 'gpt-oss-20b', {
    context: 128_000,
    strengths: ['chat', 'tools', 'json'],
    neuronsPerMillion: [18_182, 27_273],
    usdPerMillion: [0.2, 0.3],
    evidence: 'B',
    note: 'neurons from memory, evidence C',
  }),
  chat('@cf/meta/llama-3.3-70b-instruct-fp8-fast', 'llama-3.3-70b', {
    context: 24_000,
    strengths: ['chat', 'creative', 'tools'],
    neuronsPerMillion: [26_668, 204_805],
    usdPerMillion: [0.29, 2.25],
    evidence: 'A',
  }),
  chat('@cf/meta/llama-3.1-8b-instruct-fp8-fast', 'llama-3.1-8b', {
    context: null,
    strengths: ['chat'],
    neuronsPerMillion: [4_119, 34_868],
    usdPerMillion: [0.045, 0.38],
    evidence: 'A',
  }),
  chat('@cf/meta/llama-3.2-3b-instruct', 'llama-3.2-3b', {
    context: null,
    strengths: ['chat'],
    neuronsPerMillion: [4_625, 30_475],
    evidence: 'A',
  }),
  chat('@cf/meta/llama-3.2-1b-instruct', 'llama-3.2-1b', {
    context: null,
    strengths: ['chat'],
    neuronsPerMillion: [2_457, 18_252],
    evidence: 'A',
  }),
  chat('@cf/mistralai/mistral-small-3.1-24b-instruct', 'mistral-small-3.1-24b', {
    context: null,
    strengths: ['chat', 'creative', 'tools'],
    neuronsPerMillion: [31_876, 50_488],
    usdPerMillion: [0.35, 0.56],
    evidence: 'A',
  }),
  chat('@cf/qwen/qwen3-30b-a3b-fp8', 'qwen3-30b-a3b', {
    context: 32_768,
    strengths: ['chat', 'code', 'tools'],
    neuronsPerMillion: [4_625, 30_475],
    evidence: 'C',
    note: 'another gateway says a context of 131072; neurons from memory',
  }),
  ...[
    ['@cf/google/gemma-4-26b-a4b-it', 'gemma-4-26b-a4b'] as const,
    ['@cf/nvidia/nemotron-3-120b-a12b', 'nemotron-3-super-120b-a12b'] as const,
  ].map(([id, family]) =>
    chat(id, family, {
      context: 262_144,
      strengths: ['chat', 'long'],
      neuronsPerMillion: [31_818, 68_182],
      evidence: 'B',
      note: 'neurons not published in what was read: counted like gpt-oss-120b, on the safe side (C)',
    }),
  ),
  {
    id: '@cf/black-forest-labs/flux-1-schnell',
    family: 'flux-1-schnell',
    purpose: 'image',
    context: null,
    strengths: [],
    limits: [image('requests', 720, fixed('minute'))],
    neuronsPerCall: 57.6,
    evidence: 'A',
    note: '1024 px in 4 steps: 4 tiles of 4.8 and 4 steps of 9.6; answers base64 on the native path',
  },
];

export const provider: Provider = {
  id: 'cloudflare',
  name: 'Cloudflare Workers AI',
  wire: 'openai',
  tier: 'free',
  order: 60,
  baseUrl: 'https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: [],
    shape: /^[0-9a-f]{32}:[A-Za-z0-9_-]{40,}$/,
    evidence: 'B',
    env: ['CLOUDFLARE_API_TOKEN'],
    accountEnv: 'CLOUDFLARE_ACCOUNT_ID',
    url: 'https://dash.cloudflare.com/profile/api-tokens',
  },
  // Proves neither the Workers AI permission nor the account id.
  test: {
    method: 'GET',
    url: 'https://api.cloudflare.com/client/v4/user/tokens/verify',
    cost: 'free',
    provesKey: true,
    okWhen: { 'result.status': ['active'] },
    badStatuses: [401, 403],
    second: {
      method: 'GET',
      url: 'https://api.cloudflare.com/client/v4/accounts/{account_id}/tokens/verify',
    },
    evidence: 'A',
  },
  modelList: {
    url: 'https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/models/search?per_page=100',
    shape: 'cloudflare',
    complete: false,
  },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [neurons('neurons', 10_000, fixed('day'))] }],
    perModel: [text('requests', 300, fixed('minute'))],
    windows: { minute: fixed('minute'), day: fixed('day') },
    note: 'No headers: neurons are counted here, from usage and the price table.',
  },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    {
      status: [401, 403],
      match: { json: { 'errors[].code': [10_000] } },
      class: 'auth_invalid_or_scope',
      evidence: 'B',
    },
    { status: 400, match: { json: { 'errors[].code': [5007] } }, class: 'model_gone', evidence: 'A' },
    {
      status: 400,
      match: {
        regex: /exceeded this model context window limit \((?<limit>\d+)\)/,
        path: 'errors[].message',
      },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording is from memory',
    },
    { status: 400, match: {}, class: 'bad_request', evidence: 'B' },
    { status: 403, match: { json: { 'errors[].code': [5035] } }, class: 'model_not_in_plan', evidence: 'B' },
    { status: 413, match: {}, class: 'request_too_large', evidence: 'B' },
    {
      status: 429,
      match: { json: { 'errors[].code': [3036, 4006] } },
      class: 'quota_day',
      evidence: 'A',
      scope: 'account',
      wait: [{ next: 'day', zone: 'UTC' }],
    },
    {
      status: 429,
      match: { regex: /daily free allocation/ },
      class: 'quota_day',
      evidence: 'A',
      scope: 'account',
      wait: [{ next: 'day', zone: 'UTC' }],
    },
    { status: 429, match: { json: { 'errors[].code': [3040] } }, class: 'capacity', evidence: 'A' },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'B', wait: [{ next: 'minute', zone: 'UTC' }] },
    { status: [500, 502, 503, 504], match: {}, class: 'transient', evidence: 'B' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  streaming: {
    usage: 'always',
    doneMarker: true,
    rateHeaders: false,
    note: 'usage on the last chunk of most models',
  },
  params: {
    // Evidence C but for max_tokens, whose default of 256 cuts answers short, and the refusal of a null content.
    drop: [
      'logit_bias',
      'logprobs',
      'top_logprobs',
      'store',
      'metadata',
      'service_tier',
      'parallel_tool_calls',
      'reasoning_effort',
    ],
    rename: { max_completion_tokens: 'max_tokens' },
    defaults: { max_tokens: 2_048 },
    developerToSystem: true,
    singleChoice: true,
    nullContentToEmpty: true,
  },
  // flux-1-schnell takes prompt and steps only and answers base64, SDXL answers bytes (A, B).
  images: { shape: 'cloudflare', url: 'origin:/client/v4/accounts/{account_id}/ai/run/{model}' },
  ownVectors: {
    note: 'bge models pool by mean here and by cls elsewhere: "not compatible" (https://developers.cloudflare.com/workers-ai/models/bge-base-en-v1.5/, A)',
  },
  models,
  terms: {
    url: 'https://www.cloudflare.com/terms/',
    several_accounts: 'No clause on this service was found.',
    evidence: 'C',
  },
  docs: 'https://developers.cloudflare.com/workers-ai/platform/pricing/',
  asOf: '2026-11-21',
};
