import type { CallView, Profile } from '../profile.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, refill, remainingOf } from './limit-words.ts';
import { chatAt, openAiError, openAiFailures } from './openai-style.ts';

/** Prepaid; the rate is dynamic and per second; the model list is a bare array. */
export const together: Profile = {
  name: 'together',
  ...chatAt('/v1', openAiWire({ idPrefix: 'o', usageOnFinish: true, extra: () => '"prompt":[],' })),
  media: openAiMedia('/v1', ['embeddings', 'images']),
  models: [
    'openai/gpt-oss-20b',
    'openai/gpt-oss-120b',
    'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    'black-forest-labs/FLUX.1-schnell',
  ],
  limits: [
    { unit: 'requests', amount: 10, window: refill(1_000), per: 'account_model' },
    { unit: 'tokens', amount: 50_000, window: refill(1_000), per: 'account_model' },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  modelList: (models) =>
    models.map((id) => ({
      id,
      object: 'model',
      created: 0,
      type: /flux/i.test(id) ? 'image' : /bge|embed/i.test(id) ? 'embedding' : 'chat',
      display_name: id,
      organization: id.split('/')[0],
      context_length: 131_072,
      pricing: { hourly: 0, input: 0.05, output: 0.2, base: 0, finetune: 0 },
    })),
  rateHeaders,
  failures: openAiFailures({
    unauthorized: () =>
      openAiError(401, {
        message:
          'Invalid API key provided. You can find your API key at https://api.together.ai/settings/api-keys.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
    noCredit: () =>
      openAiError(402, {
        message: 'Credit limit exceeded',
        type: 'credit_limit',
        code: 'insufficient_balance',
      }),
    tooLong: () =>
      openAiError(422, {
        message:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 131073. Given: 140000 `inputs` tokens',
        type: 'invalid_request_error',
      }),
    overloaded: () =>
      openAiError(503, {
        message: 'The server is currently overloaded with other requests. Sorry about that!',
        type: 'service_unavailable',
      }),
    refused: (refusal) =>
      openAiError(
        429,
        {
          message: `You have reached the rate limit specific to this model ${refusal.caller.model}.`,
          type: 'rate_limit',
          code: 'rate_limit_exceeded',
        },
        { ...rateHeaders(refusal), 'x-ratelimit-reset': (refusal.blocking[0].waitMs / 1_000).toFixed(3) },
      ),
  }),
};

function rateHeaders(view: CallView): Record<string, string> {
  const headers: Record<string, string> = {};
  const requests = findState(view.states(), 'requests', 'second');
  const tokens = findState(view.states(), 'tokens', 'second');
  if (requests !== undefined) {
    headers['x-ratelimit-limit'] = String(requests.limit.amount);
    headers['x-ratelimit-remaining'] = String(remainingOf(requests));
    headers['x-ratelimit-reset'] = ((requests.resetAt - view.now) / 1_000).toFixed(3);
  }
  if (tokens !== undefined) {
    headers['x-tokenlimit-limit'] = String(tokens.limit.amount);
    headers['x-tokenlimit-remaining'] = String(remainingOf(tokens));
  }
  return headers;
}
