import type { CallView, Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, fixed, lengthOf, remainingOf, rolling } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList } from './openai-style.ts';

const unsupported = [
  'store',
  'metadata',
  'logit_bias',
  'top_logprobs',
  'modalities',
  'prediction',
  'audio',
  'service_tier',
  'parallel_tool_calls',
];

/** Trial keys on the compat surface: a rolling minute for each model, 1,000 calls a month over everything. */
export const cohere: Profile = {
  name: 'cohere',
  ...chatAt('/compatibility/v1', openAiWire({ idPrefix: '', usageOnFinish: true })),
  media: openAiMedia('/compatibility/v1', ['embeddings']),
  models: [
    'command-a-03-2025',
    'command-a-reasoning-08-2025',
    'command-r-plus-08-2024',
    'command-r-08-2024',
    'embed-v4.0',
  ],
  limits: [
    { unit: 'requests', amount: 20, window: rolling(60_000), per: 'account_model' },
    { unit: 'requests', amount: 1_000, window: fixed('month'), per: 'account' },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  modelList: (models, view) => openAiModelList(models, view),
  check(chat, view) {
    const field = unsupported.find((name) => name in chat.body && view.spec.accepts?.includes(name) !== true);
    if (field !== undefined) return this.failures.badParam(view, field);
    return chat.choices > 1 ? this.failures.badParam(view, 'n') : null;
  },
  rateHeaders(view) {
    const minute = findState(view.states(), 'requests', 'minute');
    const month = findState(view.states(), 'requests', 'month');
    return {
      ...(minute === undefined
        ? {}
        : {
            'x-trial-endpoint-call-limit': String(minute.limit.amount),
            'x-trial-endpoint-call-remaining': String(remainingOf(minute)),
          }),
      // The limit, never what is left of it.
      ...(month === undefined ? {} : { 'x-endpoint-monthly-call-limit': String(month.limit.amount) }),
    };
  },
  failures: openAiFailures({
    unauthorized: (view) => said(view, 401, 'invalid api token'),
    noCredit: (view) => said(view, 402, 'Please add a payment method to continue.'),
    modelGone: (view) =>
      said(
        view,
        404,
        `model '${view.caller.model}' not found, make sure the correct model ID was used and that you have access to the model.`,
      ),
    tooLong: (view) =>
      said(view, 400, 'too many tokens: total number of tokens in the prompt cannot exceed 256000'),
    badParam: (view, field) => said(view, 422, `unsupported field: ${field}`),
    malformed: (view, message) => said(view, 400, `invalid request: ${message}`),
    overloaded: (view) => said(view, 503, 'service unavailable'),
    serverError: (view) => said(view, 500, 'internal server error'),
    quotaZero: (view) => said(view, 404, `model '${view.caller.model}' is not available on trial keys`),
    refused(refusal) {
      const [state] = refusal.blocking;
      const rate = `${state.limit.amount} API calls / ${lengthOf(state.limit)}`;
      return said(
        refusal,
        429,
        `You are using a Trial key, which is limited to ${rate}. You can continue to use the Trial key for free or ` +
          "upgrade to a Production key with higher rate limits at 'https://dashboard.cohere.com/api-keys'.",
      );
    },
  }),
  extra(request) {
    const { method, path, authorized, view } = request;
    if (method === 'POST' && path === '/v1/check-api-key') {
      return authorized ? jsonReply(200, { valid: true }) : said(view, 401, 'invalid api token');
    }
    if (method !== 'GET' || path !== '/v1/models') return null;
    if (!authorized) return this.failures.unauthorized(view);
    const models = request.models.map((name) => ({ name, endpoints: ['chat'], context_length: 256_000 }));
    return jsonReply(200, { models });
  },
};

function said(view: CallView, status: number, message: string): Reply {
  return jsonReply(status, { id: `sim-${view.serial}`, message });
}
