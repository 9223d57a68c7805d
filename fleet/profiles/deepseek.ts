import type { Profile } from '../profile.ts';
import { jsonReply } from '../reply.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { inFlight, maskKey } from './limit-words.ts';
import { openAiError, openAiFailures, openAiModelList } from './openai-style.ts';

const wire = openAiWire({ idPrefix: '', usageOnFinish: true });

/** Prepaid; counts what is in flight; keep-alive comments in streams, blank lines before JSON. */
export const deepseek: Profile = {
  name: 'deepseek',
  basePath: '',
  chat: (path) => (/^(\/v1|\/beta)?\/chat\/completions$/.test(path) ? wire : null),
  models: ['deepseek-flash', 'deepseek-v4-pro'],
  limits: [
    { unit: 'concurrent', amount: 2_500, window: inFlight, per: 'account_model', models: ['deepseek-flash'] },
    { unit: 'concurrent', amount: 500, window: inFlight, per: 'account_model', models: ['deepseek-v4-pro'] },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  keepAlive: { comment: ': keep-alive\n\n', everyMs: 1_000, padding: '\n\n' },
  headersAtOnce: true,
  modelsPath: '/models',
  modelList: (models, view) => openAiModelList(models, view),
  failures: openAiFailures({
    unauthorized: ({ caller }) =>
      openAiError(401, {
        message: `Authentication Fails, Your api key: ${maskKey(caller.key)} is invalid`,
        type: 'authentication_error',
        code: 'invalid_request_error',
      }),
    noCredit: () =>
      openAiError(402, {
        message: 'Insufficient Balance',
        type: 'unknown_error',
        code: 'invalid_request_error',
      }),
    modelGone: () =>
      openAiError(400, {
        message: 'Model Not Exist',
        type: 'invalid_request_error',
        code: 'invalid_request_error',
      }),
    badParam: (_view, field) =>
      openAiError(422, {
        message: `Failed to deserialize the JSON body: unknown field \`${field}\``,
        type: 'invalid_request_error',
      }),
    refused: () =>
      openAiError(429, {
        message: 'Too many requests in flight, please slow down',
        type: 'rate_limit_error',
      }),
  }),
  extra(request) {
    if (request.method === 'GET' && request.path === '/v1/models') {
      return request.authorized
        ? jsonReply(200, this.modelList(request.models, request.view))
        : this.failures.unauthorized(request.view);
    }
    if (request.method !== 'GET' || request.path !== '/user/balance') return null;
    if (!request.authorized) return this.failures.unauthorized(request.view);
    const info = {
      currency: 'USD',
      total_balance: '10.00',
      granted_balance: '0.00',
      topped_up_balance: '10.00',
    };
    return jsonReply(200, { is_available: true, balance_infos: [info] });
  },
};
