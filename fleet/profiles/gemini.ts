import type { LimitState } from '../counters/limit-book.ts';
import type { CallView, Profile, Refusal } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import type { SimLimit } from '../sim-spec.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { geminiPicture } from '../media/picture-routes.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { fixed, lengthOf } from './limit-words.ts';
import { openAiFailures, openAiModelList, strangerIn } from './openai-style.ts';

const base = '/v1beta/openai';
const plainWire = openAiWire({ idPrefix: 'sim-', usageOnFinish: true });
const wire: typeof plainWire = {
  ...plainWire,
  parse(body) {
    const chat = plainWire.parse(body);
    return typeof chat === 'string' ? chat : { ...chat, model: chat.model.replace(/^models\//, '') };
  },
};
const vectors = openAiMedia(base, ['embeddings']);
const day = fixed('day', 'America/Los_Angeles');
const minute = fixed('minute');
const per = 'account_model';
const flash = ['gemini-3.8-flash', 'gemini-3.5-flash', 'gemini-3-flash-preview', 'gemini-2.5-flash'];
const lite = ['gemini-3.5-flash-lite', 'gemini-3.1-flash-lite'];
const gemma = ['gemma-4-31b-it', 'gemma-4-26b-a4b-it'];
const none = ['gemini-2.5-pro', 'gemini-3.1-pro-preview', 'gemini-2.0-flash'];
const oldLite = ['gemini-2.5-flash-lite'];
const models = [...lite, ...flash, ...oldLite, ...gemma, ...none];

const limits: readonly SimLimit[] = [
  { unit: 'requests', amount: 5, window: minute, per, models: flash },
  { unit: 'requests', amount: 10, window: minute, per, models: oldLite },
  { unit: 'requests', amount: 20, window: day, per, models: [...flash, ...oldLite] },
  { unit: 'requests', amount: 15, window: minute, per, models: [...lite, ...gemma] },
  { unit: 'requests', amount: 500, window: day, per, models: lite },
  { unit: 'requests', amount: 1_000, window: day, per, models: gemma },
  { unit: 'requests', amount: 0, window: day, per, models: none },
  { unit: 'tokens', side: 'input', amount: 250_000, window: minute, per },
];

const known = new Set(
  (
    'model messages temperature top_p max_tokens max_completion_tokens stream stream_options stop n tools tool_choice ' +
    'response_format presence_penalty frequency_penalty seed reasoning_effort extra_body user modalities audio ' +
    'parallel_tool_calls'
  ).split(' '),
);

const service = 'generativelanguage.googleapis.com';
const quotaNames = {
  'requests minute': 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
  'requests day': 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
  'tokens minute': 'GenerateContentInputTokensPerModelPerMinute-FreeTier',
  'tokens day': 'GenerateContentInputTokensPerModelPerDay-FreeTier',
} as const;

/** The OpenAI-style surface. No rate headers at all; every error is an array that holds one object. */
export const gemini: Profile = {
  name: 'gemini',
  basePath: base,
  chat: (path) => (path === `${base}/chat/completions` ? wire : null),
  media: (path) => (path.endsWith(':generateContent') ? geminiPicture : vectors(path)),
  models,
  limits,
  streamUsage: 'on_request',
  reserves: 'prompt',
  secret(headers) {
    const bearer = headers.authorization?.replace(/^Bearer\s+/i, '') ?? '';
    const own = headers['x-goog-api-key'];
    return typeof own === 'string' ? own : bearer;
  },
  // The compat list writes its ids with the resource prefix.
  modelList: (ids, view) =>
    openAiModelList(
      ids.map((id) => `models/${id}`),
      view,
      () => ({ owned_by: 'google' }),
    ),
  check(chat, view) {
    const stranger = strangerIn(chat.body, known, view);
    return stranger === undefined ? null : unknownName(stranger);
  },
  failures: openAiFailures({
    unauthorized: () =>
      google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
          metadata: { service },
        },
      ]),
    noCredit: () =>
      google(
        429,
        'RESOURCE_EXHAUSTED',
        'Your prepayment credits are depleted. Please add credits to continue.',
      ),
    modelGone: ({ caller }) =>
      google(
        404,
        'NOT_FOUND',
        `models/${caller.model} is not found for API version v1main, or is not supported for generateContent.`,
      ),
    tooLong: () =>
      google(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
    badParam: (_view, field) => unknownName(field),
    malformed: (_view, message) => google(400, 'INVALID_ARGUMENT', message),
    overloaded: () => google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
    serverError: () => google(500, 'INTERNAL', 'An internal error has occurred.'),
    quotaZero: (view) => quotaReply(view, [zeroState(view)]),
    refused: (refusal: Refusal) => quotaReply(refusal, refusal.blocking),
    inBody: () => ({
      error: {
        code: 503,
        message: 'The model is overloaded. Please try again later.',
        status: 'UNAVAILABLE',
      },
    }),
    inStream: () => ({
      error: {
        code: 503,
        message: 'The model is overloaded. Please try again later.',
        status: 'UNAVAILABLE',
      },
    }),
  }),
  extra(request) {
    if (request.method !== 'GET' || request.path !== '/v1beta/models') return null;
    if (!request.authorized) return this.failures.unauthorized(request.view);
    return jsonReply(200, {
      models: request.models.map((id) => ({
        name: `models/${id}`,
        displayName: id,
        inputTokenLimit: 1_048_576,
        outputTokenLimit: 65_536,
        supportedGenerationMethods: ['generateContent', 'countTokens'],
      })),
    });
  },
};

function google(status: number, name: string, message: string, details: readonly unknown[] = []): Reply {
  const error = { code: status, message, status: name, ...(details.length > 0 ? { details } : {}) };
  return jsonReply(status, [{ error }]);
}

function unknownName(field: string): Reply {
  const description = `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`;
  return google(400, 'INVALID_ARGUMENT', description, [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ description }] },
  ]);
}

function zeroState(view: CallView): LimitState {
  const limit: SimLimit = { unit: 'requests', amount: 0, window: day, per };
  return { limit, used: 0, requested: 1, waitMs: Infinity, resetAt: view.now };
}

/** The hint of seconds is there even when the day is spent: that is Google's doing, not a mistake here. */
function quotaReply(view: CallView, blocking: readonly LimitState[]): Reply {
  const daily = blocking.some(({ limit, waitMs }) => lengthOf(limit) === 'day' || !Number.isFinite(waitMs));
  const shortest = Math.min(...blocking.map(({ waitMs }) => waitMs));
  const seconds = daily ? ((view.serial * 7) % 50) + 5.05 : shortest / 1_000;
  const lines = blocking.map(
    ({ limit }) =>
      `* Quota exceeded for metric: ${service}/${metric(limit)}, limit: ${limit.amount}, model: ${view.caller.model}`,
  );
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this ' +
    `error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n${lines.join('\n')}\nPlease retry in ${seconds}s.`;
  return google(429, 'RESOURCE_EXHAUSTED', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: blocking.map(({ limit }) => ({
        quotaMetric: `${service}/${metric(limit)}`,
        quotaId:
          quotaNames[
            `${limit.unit === 'tokens' ? 'tokens' : 'requests'} ${lengthOf(limit) === 'day' ? 'day' : 'minute'}`
          ],
        quotaDimensions: { location: 'global', model: view.caller.model },
        // A quota of zero shows in the text only.
        ...(limit.amount > 0 ? { quotaValue: String(limit.amount) } : {}),
      })),
    },
    {
      '@type': 'type.googleapis.com/google.rpc.Help',
      links: [
        {
          description: 'Learn more about Gemini API quotas',
          url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
        },
      ],
    },
    {
      '@type': 'type.googleapis.com/google.rpc.RetryInfo',
      retryDelay: seconds < 1 ? `${seconds}s` : `${Math.ceil(seconds)}s`,
    },
  ]);
}

function metric(limit: SimLimit): string {
  return limit.unit === 'tokens'
    ? 'generate_content_free_tier_input_token_count'
    : 'generate_content_free_tier_requests';
}
