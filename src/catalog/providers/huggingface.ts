import { fixed, limitsFrom } from '../limits.ts';
import type { Model, Provider } from '../types.ts';

const credit = limitsFrom({ asOf: '2026-09-18', evidence: 'A', note: '2 USD a month with PRO' });

const routed = (
  id: string,
  family: string,
  more: Pick<Model, 'context' | 'strengths' | 'usdPerMillion'>,
): Model => ({
  id,
  family,
  purpose: 'chat',
  ...more,
  evidence: 'B',
  note: 'price of the backing provider from memory, evidence C',
});

export const provider: Provider = {
  id: 'huggingface',
  name: 'Hugging Face Inference Providers',
  wire: 'openai',
  tier: 'free',
  order: 110,
  contentPlace: 2,
  baseUrl: 'https://router.huggingface.co/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['hf_'],
    shape: /^hf_[A-Za-z0-9]{30,40}$/,
    evidence: 'B',
    env: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
    url: 'https://huggingface.co/settings/tokens',
  },
  // The router's own model list is public. A fine-grained token needs the scope inference.serverless.write.
  test: {
    method: 'GET',
    url: 'https://huggingface.co/api/whoami-v2',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    evidence: 'B',
  },
  modelList: { url: '/models', shape: 'openai', public: true, complete: true },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [credit('usd', 0.1, fixed('month'))] }],
    windows: { month: fixed('month') },
    note: 'A budget, not a rate: 0.10 USD a month, then 402 until the month turns or credits are bought.',
  },
  rateHeaders: [
    // huggingface.co's own calls (the key test), five-minute windows; the router sends none.
    {
      name: 'ratelimit',
      role: 'remaining_and_reset',
      unit: 'requests',
      window: 'stated',
      format: 'structured',
      evidence: 'A',
    },
  ],
  errors: [
    {
      status: 400,
      match: { json: { 'error.code': ['model_not_supported'] } },
      class: 'model_not_enabled',
      evidence: 'A',
    },
    { status: 401, match: {}, class: 'auth_invalid', evidence: 'A' },
    {
      status: 402,
      match: { regex: /monthly included credits/ },
      class: 'credit_exhausted',
      evidence: 'A',
      wait: [{ next: 'month', zone: 'UTC' }],
    },
    { status: 403, match: {}, class: 'gated_or_scope', evidence: 'B' },
    { status: 404, match: {}, class: 'model_gone', evidence: 'B' },
    { status: 422, match: {}, class: 'bad_request', evidence: 'B' },
    { status: 429, match: {}, class: 'upstream_or_hub_quota', evidence: 'B' },
    {
      status: 503,
      match: { jsonType: { estimated_time: 'number' } },
      class: 'model_loading',
      evidence: 'B',
      wait: [{ path: 'estimated_time', format: 'seconds' }],
      note: 'legacy hf-inference route only',
    },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'B' },
    { status: 200, match: { jsonType: { error: 'string' } }, class: 'inband_error', evidence: 'B' },
  ],
  streaming: {
    usage: 'on_request',
    doneMarker: true,
    rateHeaders: false,
    note: 'some backends send "event: ping"',
  },
  params: {},
  // Of the router's addresses the one for pictures; that it takes `inputs` and answers the picture itself: @huggingface/tasks (B).
  images: { shape: 'bytes', url: 'origin:/hf-inference/models/{model}' },
  models: [
    routed('openai/gpt-oss-120b', 'gpt-oss-120b', {
      context: 131_072,
      strengths: ['chat', 'reasoning', 'code', 'tools', 'json'],
      usdPerMillion: [0.15, 0.6],
    }),
    routed('Qwen/Qwen3-Coder-Next', 'qwen3-coder-next', {
      context: 262_144,
      strengths: ['code', 'tools', 'long'],
      usdPerMillion: [0.3, 1.5],
    }),
    routed('deepseek-ai/DeepSeek-V4-Flash', 'deepseek-v4-flash', {
      context: 131_072,
      strengths: ['chat', 'code', 'reasoning'],
      usdPerMillion: [0.3, 0.6],
    }),
    routed('moonshotai/Kimi-K2.6', 'kimi-k2.6', {
      context: 262_144,
      strengths: ['chat', 'code', 'tools', 'creative', 'long'],
      usdPerMillion: [0.6, 2.5],
    }),
    {
      id: 'black-forest-labs/FLUX.1-schnell',
      family: 'flux-1-schnell',
      purpose: 'image',
      context: null,
      strengths: [],
      evidence: 'C',
      note: 'that hf-inference serves it is from memory, and what it costs of the credit is unknown',
    },
  ],
  terms: {
    url: 'https://huggingface.co/terms-of-service',
    several_accounts:
      'The content policy bars tools used to bypass restrictions (secondary summary, 2026); no explicit clause on the number of accounts was seen. Billing is per account or organisation, never per token.',
    evidence: 'B',
  },
  docs: 'https://huggingface.co/docs/inference-providers/pricing',
  asOf: '2026-11-21',
};
