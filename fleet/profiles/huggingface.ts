import type { Profile } from '../profile.ts';
import { jsonReply } from '../reply.ts';
import { bytesPicture } from '../media/picture-routes.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { fixed } from './limit-words.ts';
import { chatAt, openAiError, openAiFailures, openAiModelList } from './openai-style.ts';

const spent =
  'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.';

/** A budget, not a rate: $0.10 a month, then 402. No rate headers. */
export const huggingface: Profile = {
  name: 'huggingface',
  ...chatAt('/v1', openAiWire()),
  media: (path) => (path.startsWith('/hf-inference/models/') ? bytesPicture : null),
  models: [
    'openai/gpt-oss-120b',
    'Qwen/Qwen3-Coder-Next',
    'deepseek-ai/DeepSeek-V4-Flash',
    'moonshotai/Kimi-K2.6',
    'black-forest-labs/FLUX.1-schnell',
  ],
  limits: [{ unit: 'usd', amount: 0.1, window: fixed('month'), per: 'account' }],
  // An illustrative price; the real one depends on who serves the model.
  price: () => ({ usd: [0.1, 0.5] }),
  streamUsage: 'always',
  reserves: 'prompt',
  modelsPublic: true,
  modelList: (models, view) =>
    openAiModelList(models, view, () => ({
      providers: [{ provider: 'simulated', status: 'live', context_length: 131_072, supports_tools: true }],
    })),
  failures: openAiFailures({
    unauthorized: () => jsonReply(401, { error: 'Invalid username or password.' }),
    noCredit: () => jsonReply(402, { error: spent }, { 'x-error-message': spent }),
    modelGone: ({ caller }) =>
      openAiError(400, {
        message: `The requested model '${caller.model}' is not supported by any provider you have enabled.`,
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_supported',
      }),
    badParam: (_view, field) =>
      jsonReply(422, { error: { message: `unknown field \`${field}\``, type: 'invalid_request_error' } }),
    overloaded: ({ caller }) =>
      jsonReply(503, { error: `Model ${caller.model} is currently loading`, estimated_time: 20 }),
    serverError: () => jsonReply(500, { error: 'Internal Server Error' }),
    quotaZero: () => jsonReply(403, { error: 'This token has not the scope for Inference Providers' }),
    refused: (refusal) =>
      refusal.blocking[0].limit.unit === 'usd'
        ? jsonReply(402, { error: spent }, { 'x-error-message': spent })
        : jsonReply(429, { error: 'Rate limit reached. Please wait and retry.' }),
    inStream: () => ({ error: 'The backend closed the connection' }),
  }),
  extra(request) {
    if (request.method !== 'GET' || request.path !== '/api/whoami-v2') return null;
    if (!request.authorized) return this.failures.unauthorized(request.view);
    const fineGrained = { scoped: [{ permissions: ['inference.serverless.write'] }] };
    return jsonReply(200, {
      type: 'user',
      name: request.view.caller.account,
      isPro: false,
      auth: {
        type: 'access_token',
        accessToken: { displayName: 'simulated', role: 'fineGrained', fineGrained },
      },
    });
  },
};
