import { predictionExtras, predictionRoute } from '../media/predictions.ts';
import type { Profile } from '../profile.ts';
import { jsonReply } from '../reply.ts';
import { refill, waitSeconds } from './limit-words.ts';
import { openAiFailures, openAiModelList } from './openai-style.ts';

/** Pictures as predictions: created, looked at, fetched. Errors are Django's `detail`. */
export const replicate: Profile = {
  name: 'replicate',
  basePath: '/v1',
  chat: () => null,
  media: (path) => (/^\/v1\/models\/.+\/predictions$/.test(path) ? predictionRoute : null),
  models: ['black-forest-labs/flux-schnell'],
  limits: [{ unit: 'requests', amount: 600, window: refill(60_000), per: 'account' }],
  streamUsage: 'never',
  reserves: 'prompt',
  modelsPath: () => null,
  modelList: (models, view) => openAiModelList(models, view),
  failures: openAiFailures({
    unauthorized: () =>
      jsonReply(401, {
        title: 'Unauthenticated',
        detail: 'You did not pass a valid authentication token',
        status: 401,
      }),
    noCredit: () =>
      jsonReply(402, { title: 'Insufficient credit', detail: 'Insufficient credit', status: 402 }),
    modelGone: () => jsonReply(404, { detail: 'The requested resource could not be found.', status: 404 }),
    malformed: (_view, message) =>
      jsonReply(422, { title: 'Input validation failed', detail: message, status: 422 }),
    overloaded: () => jsonReply(503, { detail: 'Service unavailable', status: 503 }),
    serverError: () => jsonReply(500, { detail: 'Internal server error', status: 500 }),
    refused: (refusal) => {
      const seconds = waitSeconds(refusal.blocking[0].waitMs);
      const detail = `Request was throttled. Your rate limit for creating predictions resets in ~${seconds}s.`;
      return jsonReply(429, { detail, status: 429, retry_after: seconds });
    },
    inBody: () => ({ id: 'p0', status: 'failed', error: 'CUDA out of memory', output: null }),
  }),
  extra(request) {
    if (request.method === 'GET' && request.path === '/v1/account') {
      if (!request.authorized) return this.failures.unauthorized(request.view);
      const { account } = request.view.caller;
      return jsonReply(200, { type: 'user', username: account, name: account, github_url: null });
    }
    return predictionExtras(request, (view) => this.failures.unauthorized(view));
  },
};
