import type { CallView, Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, fixed, refill, remainingOf } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList, type ErrorWords } from './openai-style.ts';

const per = 'account_model';
const timeInfo =
  ',"time_info":{"queue_time":0.0001,"prompt_time":0.001,"completion_time":0.01,"total_time":0.0112}';

/** Eighteen rate headers on a 200, none on a 429; two kinds of 429; reserves prompt and wanted output. */
export const cerebras: Profile = {
  name: 'cerebras',
  ...chatAt(
    '/v1',
    openAiWire({
      usageOnFinish: true,
      finishExtra: () => timeInfo,
      extra: () => '"system_fingerprint":"fp_simulated",',
    }),
  ),
  models: ['gpt-oss-120b', 'qwen-3.8-27b', 'gemma-4-31b'],
  // The minute frees sooner than its retry-after of about 60 s says (11 s and 32 s measured): a refill.
  limits: [
    { unit: 'requests', amount: 5, window: refill(60_000), per },
    { unit: 'requests', amount: 150, window: refill(3_600_000), per },
    { unit: 'requests', amount: 2_400, window: fixed('day'), per },
    { unit: 'tokens', amount: 30_000, window: refill(60_000), per },
    { unit: 'tokens', amount: 1_000_000, window: refill(3_600_000), per },
    { unit: 'tokens', amount: 1_000_000, window: fixed('day'), per },
  ],
  streamUsage: 'always',
  reserves: 'prompt_and_max',
  modelList: (models, view) => openAiModelList(models, view),
  rateHeaders,
  failures: openAiFailures({
    unauthorized: () =>
      flat(401, {
        message: 'Wrong API Key',
        type: 'invalid_request_error',
        param: 'api_key',
        code: 'wrong_api_key',
      }),
    noCredit: () =>
      flat(402, {
        message: 'Payment required to access this resource.',
        type: 'payment_required',
        param: 'quota',
        code: 'payment_required',
      }),
    modelGone: ({ caller }) => notYours(caller.model),
    quotaZero: ({ caller }) => notYours(caller.model),
    tooLong: () =>
      flat(400, {
        message: 'Please reduce the length of the messages or completion.',
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      }),
    badParam: (_view, field) => wrongFormat(`body.${field}: property '${field}' is unsupported`),
    malformed: (_view, message) => wrongFormat(message),
    // Says not to retry, though it clears fastest of all.
    overloaded: () =>
      flat(
        429,
        {
          message: "We're experiencing high traffic right now! Please try again soon.",
          type: 'too_many_requests_error',
          param: 'queue',
          code: 'queue_exceeded',
        },
        { 'x-should-retry': 'false' },
      ),
    serverError: () =>
      flat(500, {
        message: 'Encountered a server error, please try again.',
        type: 'server_error',
        param: 'server',
        code: 'internal_server_error',
      }),
    refused(refusal) {
      const requests = refusal.blocking[0].limit.unit === 'requests';
      const message = requests
        ? 'Requests per minute limit exceeded - too many requests sent.'
        : 'Tokens per minute limit exceeded - too many tokens processed.';
      const code = requests ? 'request_quota_exceeded' : 'token_quota_exceeded';
      const type = 'too_many_requests_error';
      return flat(429, { message, type, param: 'quota', code }, { 'retry-after': '60' });
    },
    inBody: inBand,
    inStream: inBand,
  }),
};

function inBand(): unknown {
  const error = {
    message: 'Encountered a server error',
    type: 'server_error',
    code: 'internal_server_error',
    param: 'server',
    id: '',
  };
  return { error, status_code: 500 };
}

function notYours(model: string): Reply {
  return flat(404, {
    message: `Model ${model} does not exist or you do not have access to it.`,
    type: 'not_found_error',
    param: 'model',
    code: 'model_not_found',
  });
}

function wrongFormat(message: string): Reply {
  const type = 'invalid_request_error';
  return flat(400, { message, type, param: 'validation_error', code: 'wrong_api_format' });
}

/** No wrapper around the error. */
function flat(status: number, words: ErrorWords, headers: Record<string, string> = {}): Reply {
  return jsonReply(status, words, headers);
}

function rateHeaders(view: CallView): Record<string, string> {
  const headers: Record<string, string> = {};
  const states = view.states();
  for (const unit of ['requests', 'tokens'] as const) {
    for (const length of ['minute', 'hour', 'day'] as const) {
      const state = findState(states, unit, length);
      if (state === undefined) continue;
      headers[`x-ratelimit-limit-${unit}-${length}`] = String(state.limit.amount);
      headers[`x-ratelimit-remaining-${unit}-${length}`] = String(remainingOf(state));
      headers[`x-ratelimit-reset-${unit}-${length}`] = ((state.resetAt - view.now) / 1_000).toFixed(6);
    }
  }
  return headers;
}
