import type { LimitState } from '../counters/limit-book.ts';
import type { CallView, Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, fixed, lengthOf, remainingOf } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList } from './openai-style.ts';

const wire = openAiWire({
  idPrefix: 'gen-',
  extra: () => '"provider":"Simulated",',
  usageExtra: { cost: 0, is_byok: false },
});
const free = ['*:free', 'openrouter/free'];

/** One pool of an account for all :free models; headers only on a 429, resets in epoch ms. */
export const openrouter: Profile = {
  name: 'openrouter',
  ...chatAt('/api/v1', wire),
  models: [
    'openrouter/free',
    'google/gemma-4-31b-it:free',
    'google/gemma-4-26b-a4b-it:free',
    'nvidia/nemotron-3-super-120b-a12b:free',
    'qwen/qwen3.8-27b:free',
    'z-ai/glm-5.2:free',
    'thinkingmachines/inkling:free',
    'cohere/north-mini-code:free',
  ],
  limits: [
    { unit: 'requests', amount: 20, window: fixed('minute'), per: 'account', models: free },
    { unit: 'requests', amount: 50, window: fixed('day'), per: 'account', models: free },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  keepAlive: { comment: ': OPENROUTER PROCESSING\n\n', everyMs: 1_000 },
  headersAtOnce: true,
  modelsPublic: true,
  modelList: (models, view) =>
    openAiModelList(models, view, (id) => ({
      name: id,
      context_length: 262_144,
      pricing: /:free$|\/free$/.test(id)
        ? { prompt: '0', completion: '0' }
        : { prompt: '0.0000002', completion: '0.0000006' },
      supported_parameters: ['max_tokens', 'temperature', 'tools', 'tool_choice', 'response_format'],
      top_provider: { context_length: 262_144, max_completion_tokens: null, is_moderated: false },
    })),
  failures: openAiFailures({
    unauthorized: ({ caller }) =>
      said(401, caller.key === '' ? 'No auth credentials found' : 'User not found.'),
    noCredit: () => said(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits'),
    modelGone: ({ caller }) => said(404, `No endpoints found for ${caller.model}.`),
    tooLong: () =>
      said(
        400,
        "This endpoint's maximum context length is 262144 tokens. However, you requested about 300000 tokens.",
      ),
    badParam: (_view, field) => said(400, `${field}: Invalid input`),
    malformed: (_view, message) => said(400, message),
    overloaded: () => said(503, 'No instances available', { provider_name: 'Simulated' }),
    serverError: () =>
      said(502, 'Provider returned error', { provider_name: 'Simulated', raw: 'upstream failed' }),
    quotaZero: () => said(402, 'This account never purchased credits'),
    refused: (refusal) => limited(refusal, refusal.blocking[0]),
    inBody: () => ({
      error: { message: 'Provider returned error', code: 502, metadata: { provider_name: 'Simulated' } },
    }),
    inStream: ({ caller, serial, now }) => ({
      id: `gen-${serial}`,
      object: 'chat.completion.chunk',
      created: Math.floor(now / 1_000),
      model: caller.model,
      provider: 'Simulated',
      error: { code: 502, message: 'Provider disconnected', metadata: { provider_name: 'Simulated' } },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
  }),
  extra(request) {
    if (request.method !== 'GET' || request.path !== '/api/v1/key') return null;
    return request.authorized ? keyReport(request.view) : this.failures.unauthorized(request.view);
  },
};

function said(
  code: number,
  message: string,
  metadata?: unknown,
  headers: Record<string, string> = {},
): Reply {
  const error = { message, code, ...(metadata === undefined ? {} : { metadata }) };
  return jsonReply(code, { error, user_id: 'user_simulated' }, headers);
}

function limited(view: CallView, state: LimitState): Reply {
  const daily = lengthOf(state.limit) === 'day';
  const headers = {
    'X-RateLimit-Limit': String(state.limit.amount),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(Math.round(daily ? state.resetAt : view.now + state.waitMs)),
  };
  if (!daily) return said(429, 'Rate limit exceeded: free-models-per-min. ', { headers }, headers);
  const bought = state.limit.amount >= 1_000;
  const message = bought
    ? 'Rate limit exceeded: free-models-per-day-high-balance. '
    : 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day';
  return said(429, message, { headers, limit_source: 'openrouter_free_tier_daily' }, headers);
}

function keyReport(view: CallView): Reply {
  const pool = { ...view, caller: { ...view.caller, model: 'openrouter/free' } };
  const day = findState(pool.states(), 'requests', 'day');
  const counts =
    day === undefined
      ? {}
      : {
          free_model_daily_requests: {
            limit: day.limit.amount,
            used: day.used,
            remaining: remainingOf(day),
          },
        };
  return jsonReply(200, {
    data: {
      label: 'sk-or-v1-simulated',
      limit: null,
      limit_remaining: null,
      limit_reset: null,
      usage: 0,
      usage_daily: 0,
      is_free_tier: true,
      rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' },
      ...counts,
    },
  });
}
