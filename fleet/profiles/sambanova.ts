import type { CallView, Profile } from '../profile.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, fixed, remainingOf } from './limit-words.ts';
import { chatAt, openAiError, openAiFailures, openAiModelList } from './openai-style.ts';

const per = 'account_model';

/** Minute and day headers on every answer, resets here in seconds; an unknown model is a 400, 504 means queue full. */
export const sambanova: Profile = {
  name: 'sambanova',
  ...chatAt('/v1', openAiWire({ idPrefix: '' })),
  models: ['DeepSeek-V3.1', 'DeepSeek-V3.2', 'Meta-Llama-3.3-70B-Instruct', 'gpt-oss-120b', 'gemma-4-31B-it'],
  limits: [
    { unit: 'requests', amount: 20, window: fixed('minute'), per },
    { unit: 'requests', amount: 20, window: fixed('day'), per },
    { unit: 'tokens', amount: 200_000, window: fixed('day'), per },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  modelList: (models, view) => openAiModelList(models, view, () => ({ context_length: 131_072 })),
  rateHeaders,
  failures: openAiFailures({
    unauthorized: () =>
      openAiError(401, {
        message: 'Invalid or missing API key',
        type: 'invalid_request_error',
        code: 'invalid_authentication',
      }),
    noCredit: () =>
      openAiError(402, {
        message: 'PAYMENT_METHOD_REQUIRED: link a payment method to continue',
        type: 'payment_required',
      }),
    modelGone: ({ caller }) =>
      openAiError(400, {
        message: `Model not found: ${caller.model}`,
        type: 'invalid_request_error',
        code: 'model_not_found',
      }),
    badParam: (_view, param) =>
      openAiError(400, {
        message: `${param} has a wrong type`,
        type: 'invalid_request_error',
        param,
        code: 'invalid_type',
      }),
    overloaded: () => openAiError(504, { message: 'Too many requests in flight', type: 'timeout_error' }),
    quotaZero: () =>
      openAiError(422, { message: 'This model is not in your service tier', type: 'invalid_request_error' }),
    refused: (refusal) =>
      openAiError(
        429,
        { message: 'Rate limit exceeded', type: 'rate_limit_exceeded', code: 'rate_limit_exceeded' },
        rateHeaders(refusal),
      ),
  }),
};

function rateHeaders(view: CallView): Record<string, string> {
  const headers: Record<string, string> = {};
  const states = view.states();
  for (const [length, suffix] of [['minute', ''] as const, ['day', '-day'] as const]) {
    const state = findState(states, 'requests', length);
    if (state === undefined) continue;
    headers[`x-ratelimit-limit-requests${suffix}`] = String(state.limit.amount);
    headers[`x-ratelimit-remaining-requests${suffix}`] = String(remainingOf(state));
    headers[`x-ratelimit-reset-requests${suffix}`] = String(Math.ceil((state.resetAt - view.now) / 1_000));
  }
  return headers;
}
