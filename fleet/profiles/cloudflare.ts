import type { Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { cloudflarePicture } from '../media/picture-routes.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { fixed } from './limit-words.ts';
import { openAiFailures } from './openai-style.ts';

const wire = openAiWire({ idPrefix: 'id-', defaultMaxTokens: 256, usageOnFinish: true });
const flux = '@cf/black-forest-labs/flux-1-schnell';
const vectors = openAiMedia('ai/v1', ['embeddings']);
const accountPath = /^\/client\/v4\/accounts\/([^/]+)\/(.+)$/;

/** Neurons of a million tokens, input and output. */
const neurons: Readonly<Record<string, readonly [number, number]>> = {
  '@cf/openai/gpt-oss-120b': [31_818, 68_182],
  '@cf/openai/gpt-oss-20b': [18_182, 27_273],
  '@cf/meta/llama-3.3-70b-instruct-fp8-fast': [26_668, 204_805],
  '@cf/meta/llama-3.1-8b-instruct-fp8-fast': [4_119, 34_868],
  '@cf/meta/llama-3.2-3b-instruct': [4_625, 30_475],
  '@cf/meta/llama-3.2-1b-instruct': [2_457, 18_252],
  '@cf/mistralai/mistral-small-3.1-24b-instruct': [31_876, 50_488],
  '@cf/google/gemma-4-26b-a4b-it': [9_091, 27_273],
};

/** The account stands in the path; errors come in an envelope even on the OpenAI path; neurons end at midnight UTC. */
export const cloudflare: Profile = {
  name: 'cloudflare',
  basePath: '/client/v4/accounts/{account_id}/ai/v1',
  chat: (path) => (accountPath.exec(path)?.[2] === 'ai/v1/chat/completions' ? wire : null),
  media(path) {
    const rest = accountPath.exec(path)?.[2] ?? '';
    return rest.startsWith('ai/run/') ? cloudflarePicture : vectors(rest);
  },
  fits: (account, path) => (accountPath.exec(path)?.[1] ?? account) === account,
  envKey: (secret, account) => (secret.includes(':') ? secret : `${account}:${secret}`),
  models: [...Object.keys(neurons), flux],
  limits: [
    { unit: 'requests', amount: 300, window: fixed('minute'), per: 'account_model' },
    { unit: 'neurons', amount: 10_000, window: fixed('day'), per: 'account' },
  ],
  // 1024 px in 4 steps.
  price: (model) =>
    model === flux ? { neuronsPerCall: 57.6 } : { neurons: neurons[model] ?? [30_000, 60_000] },
  streamUsage: 'always',
  reserves: 'prompt',
  modelList: (models) => ({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', owned_by: '@cf' })),
  }),
  check(chat) {
    const messages = chat.body['messages'];
    const empty =
      Array.isArray(messages) && messages.some((message: { content?: unknown }) => message?.content === null);
    return empty
      ? envelope(400, 5006, "Error: oneOf at '/' not met, 0 matches: content must be string")
      : null;
  },
  failures: openAiFailures({
    unauthorized: () => envelope(401, 10_000, 'Authentication error'),
    noCredit: () => envelope(403, 5035, 'This model is available on the Workers Paid plan only.'),
    modelGone: ({ caller }) => envelope(400, 5007, `No such model ${caller.model} or task`),
    tooLong: () =>
      envelope(
        413,
        3006,
        'Request is too large: The estimated number of input and maximum output tokens exceeds the context window limit.',
      ),
    badParam: (_view, field) => envelope(400, 5006, `Error: unexpected property '${field}'`),
    malformed: (_view, message) => envelope(400, 5006, `Error: ${message}`),
    overloaded: () => envelope(429, 3040, 'Capacity temporarily exceeded, please try again.'),
    serverError: () => envelope(500, 3001, 'Internal server error'),
    quotaZero: () => envelope(403, 5035, 'This model is available on the Workers Paid plan only.'),
    refused: (refusal) =>
      refusal.blocking[0].limit.unit === 'neurons'
        ? envelope(
            429,
            4006,
            "you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan if you would like to continue usage.",
          )
        : envelope(429, 3041, 'Rate limit exceeded for this model, please slow down.'),
  }),
  extra(request) {
    const { method, path, authorized, view } = request;
    const rest = accountPath.exec(path)?.[2];
    if (path.endsWith('/tokens/verify')) {
      if (!authorized) return envelope(401, 1_000, 'Invalid API Token');
      return jsonReply(200, {
        success: true,
        errors: [],
        messages: [],
        result: { id: 'simulated', status: 'active' },
      });
    }
    if (method !== 'GET' || (rest !== 'ai/models/search' && rest !== 'ai/v1/models')) return null;
    if (!authorized) return this.failures.unauthorized(view);
    if (rest === 'ai/v1/models') return jsonReply(200, this.modelList(request.models, view));
    const result = request.models.map((name) => ({
      id: name,
      name,
      task: { name: taskOf(name) },
      properties: [],
    }));
    return jsonReply(200, { success: true, errors: [], messages: [], result });
  },
};

function taskOf(model: string): string {
  if (model.includes('/bge-')) return 'Text Embeddings';
  return model === flux ? 'Text-to-Image' : 'Text Generation';
}

function envelope(status: number, code: number, message: string): Reply {
  return jsonReply(status, { success: false, errors: [{ code, message }], messages: [], result: null });
}
