import type { Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { rolling } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList } from './openai-style.ts';

/** About 40 calls a minute for the whole account; no headers; stream headers at once, the first token late. */
export const nvidia: Profile = {
  name: 'nvidia',
  ...chatAt('/v1', openAiWire()),
  models: [
    'nvidia/nemotron-3-super-120b-a12b',
    'nvidia/nemotron-3-nano-30b-a3b',
    'meta/llama-3.3-70b-instruct',
    'deepseek-ai/deepseek-v4-flash',
    'google/gemma-4-31b-it',
    'moonshotai/kimi-k2.6',
  ],
  limits: [{ unit: 'requests', amount: 40, window: rolling(60_000), per: 'account' }],
  streamUsage: 'on_request',
  reserves: 'prompt',
  headersAtOnce: true,
  modelsPublic: true,
  modelList: (models, view) => openAiModelList(models, view),
  failures: openAiFailures({
    unauthorized: ({ caller }) =>
      caller.key === ''
        ? problem(401, 'Unauthorized', 'Header of type `authorization` was missing')
        : problem(403, 'Forbidden', 'Authorization failed'),
    noCredit: () =>
      problem(402, 'Payment Required', 'Cloud credits expired - Please contact NVIDIA representatives'),
    modelGone: ({ caller }) =>
      problem(
        410,
        'Gone',
        `The model '${caller.model}' has reached its end of life on 2026-10-01 and is no longer available.`,
      ),
    badParam: (_view, field) =>
      jsonReply(422, {
        detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' }],
      }),
    // An outage that is dressed as the caller's fault.
    overloaded: () =>
      problem(400, 'Bad Request', "Function id 'sim-0000': DEGRADED function cannot be invoked"),
    serverError: () => problem(500, 'Internal Server Error', 'Inference error'),
    quotaZero: ({ caller }) =>
      problem(404, 'Not Found', `Function '${caller.model}': Not found for account '${caller.account}'`),
    refused: () => problem(429, 'Too Many Requests'),
  }),
};

function problem(status: number, title: string, detail?: string): Reply {
  const body = detail === undefined ? { status, title } : { status, title, detail };
  return jsonReply(status, body, { 'content-type': 'application/problem+json' });
}
