import { limitsFrom, rolling } from '../limits.ts';
import type { Model, Provider } from '../types.ts';

const reported = limitsFrom({
  asOf: '2026-07-26',
  evidence: 'B',
  note: 'NVIDIA publishes no table and says it varies; a burst of 25 passed, 60 tripped, and it cleared after about 62 s',
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
  evidence: 'B',
});

export const provider: Provider = {
  id: 'nvidia',
  name: 'NVIDIA NIM',
  wire: 'openai',
  tier: 'trial',
  order: 90,
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: ['nvapi-'],
    shape: /^nvapi-[A-Za-z0-9_-]{40,}$/,
    evidence: 'B',
    env: ['NGC_API_KEY'],
    url: 'https://build.nvidia.com/settings/api-keys',
  },
  // The model list may answer without a key, so only a call proves one.
  test: {
    method: 'POST',
    url: '/chat/completions',
    body: {
      model: 'nvidia/nemotron-3-nano-30b-a3b',
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 1,
    },
    cost: '1 request of about 40 a minute',
    provesKey: true,
    badStatuses: [401, 403],
    evidence: 'C',
  },
  modelList: { url: '/models', shape: 'openai', public: true, complete: true },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [reported('requests', 40, rolling('minute'))] }],
    windows: { minute: rolling('minute') },
    note: 'Counted over the whole account; no daily cap is known.',
  },
  headers429: 'none',
  rateHeaders: [],
  errors: [
    { status: [401, 403], match: {}, class: 'auth_invalid', evidence: 'B' },
    {
      status: 400,
      match: { regex: /DEGRADED function cannot be invoked/ },
      class: 'provider_degraded',
      evidence: 'A',
      coolMs: 600_000,
      note: 'an outage dressed as a client error',
    },
    {
      status: 400,
      match: { regex: /single tool-calls/ },
      class: 'bad_request',
      evidence: 'A',
      note: 'wants parallel_tool_calls false',
    },
    {
      status: 400,
      match: { regex: /maximum context length is (?<limit>\d+) tokens/ },
      class: 'request_too_large',
      evidence: 'C',
      note: 'the wording of vLLM, from memory',
    },
    { status: 402, match: {}, class: 'credit_exhausted', evidence: 'C' },
    { status: 404, match: { regex: /Not found for account/ }, class: 'model_not_available', evidence: 'A' },
    { status: 410, match: { regex: /end of life/ }, class: 'model_gone', evidence: 'A' },
    { status: 429, match: {}, class: 'quota_minute', evidence: 'A', scope: 'account', coolMs: 60_000 },
    { status: [500, 502, 503, 504], match: {}, class: 'transient', evidence: 'B' },
    { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'C' },
  ],
  streaming: {
    usage: 'on_request',
    doneMarker: true,
    rateHeaders: false,
    firstTokenMs: 180_000,
    note: 'headers come at once, the first token of a cold model after 30 to 180 s',
  },
  params: {
    // Evidence C but for parallel_tool_calls, which several models refuse when it is true.
    drop: ['store', 'metadata', 'service_tier', 'parallel_tool_calls', 'reasoning_effort'],
    rename: { max_completion_tokens: 'max_tokens' },
    developerToSystem: true,
    singleChoice: true,
  },
  models: [
    chat('nvidia/nemotron-3-super-120b-a12b', 'nemotron-3-super-120b-a12b', {
      context: 262_144,
      strengths: ['chat', 'reasoning', 'tools', 'long'],
    }),
    chat('nvidia/nemotron-3-nano-30b-a3b', 'nemotron-3-nano-30b-a3b', {
      context: 262_144,
      strengths: ['chat', 'tools', 'long'],
    }),
    {
      ...chat('meta/llama-3.3-70b-instruct', 'llama-3.3-70b', {
        context: 131_072,
        strengths: ['chat', 'creative', 'tools'],
        usdPerMillion: [0.59, 0.79],
      }),
      note: 'list price elsewhere, from memory, evidence C',
    },
    chat('deepseek-ai/deepseek-v4-flash', 'deepseek-v4-flash', {
      context: 131_072,
      strengths: ['chat', 'code', 'reasoning'],
    }),
    chat('google/gemma-4-31b-it', 'gemma-4-31b', {
      context: 262_144,
      strengths: ['chat', 'creative', 'vision'],
    }),
    chat('moonshotai/kimi-k2.6', 'kimi-k2.6', {
      context: 131_072,
      strengths: ['chat', 'code', 'tools', 'creative'],
    }),
  ],
  terms: {
    url: 'https://www.nvidia.com/en-us/agreements/',
    several_accounts:
      'Trial terms: evaluation only, no production, no confidential or personal data; it may end at any time. No clause on the number of accounts was seen.',
    evidence: 'B',
  },
  docs: 'https://docs.api.nvidia.com/nim/reference/llm-apis',
  asOf: '2026-11-21',
};
