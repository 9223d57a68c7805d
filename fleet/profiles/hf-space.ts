import type { LimitState } from '../counters/limit-book.ts';
import type { Profile } from '../profile.ts';
import { jsonReply } from '../reply.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { plainWire } from '../wire/plain-wire.ts';
import { openAiFailures, openAiModelList } from './openai-style.ts';

const chatWire = openAiWire();
const plain = plainWire();
const dayFromFirstUse = { kind: 'first_use', ms: 86_400_000 } as const;

/**
 * A Space as a generator. ZeroGPU: 300 s a day for an account, 120 s for an address without a token, from the first
 * use; a call is refused when what it declares exceeds what is left. Gradio routes are in provider/space-routes.ts.
 */
export const hfSpace: Profile = {
  name: 'hf_space',
  basePath: '',
  chat(path, spec) {
    if (spec.space === 'openai') return path === '/v1/chat/completions' ? chatWire : null;
    return spec.space === 'plain' && (path === '/' || path === '/generate') ? plain : null;
  },
  models: ['space'],
  limits: [
    { unit: 'seconds', amount: 300, window: dayFromFirstUse, per: 'account' },
    { unit: 'seconds', amount: 120, window: dayFromFirstUse, per: 'ip' },
  ],
  keyless: { account: null },
  streamUsage: 'on_request',
  reserves: 'prompt',
  modelsPath: (spec) => (spec.space === 'openai' ? '/v1/models' : null),
  modelList: (models, view) => openAiModelList(models, view),
  env: (id, baseUrl, keys) => ({
    HUGGINGFACE_SPACE_URL: baseUrl,
    ...(keys.length > 0 ? { [`${id.toUpperCase()}_API_KEYS`]: keys.join(',') } : {}),
  }),
  failures: openAiFailures({
    unauthorized: () => jsonReply(401, { error: 'Invalid username or password.' }),
    noCredit: () => jsonReply(402, { error: 'This Space is paused for lack of credit.' }),
    modelGone: () => jsonReply(404, { detail: 'Not Found' }),
    tooLong: () =>
      jsonReply(422, { detail: [{ loc: ['body'], msg: 'input too long', type: 'value_error' }] }),
    badParam: (_view, field) =>
      jsonReply(422, {
        detail: [{ loc: ['body', field], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }],
      }),
    malformed: (_view, message) =>
      jsonReply(422, { detail: [{ loc: ['body'], msg: message, type: 'value_error' }] }),
    overloaded: () => jsonReply(503, { error: 'Queue is full! Please try again.' }),
    serverError: () => jsonReply(500, { detail: 'Internal Server Error' }),
    quotaZero: () => jsonReply(403, { error: 'This Space is private' }),
    refused: (refusal) => jsonReply(429, { error: quotaSentence(refusal.blocking[0]) }),
    inBody: () => ({ error: 'The upstream Gradio app has raised an exception' }),
    inStream: () => null,
  }),
  extra(request) {
    if (request.method !== 'GET' || request.path !== '/api/whoami-v2') return null;
    if (!request.authorized) return this.failures.unauthorized(request.view);
    return jsonReply(200, { type: 'user', name: request.view.caller.account, isPro: false });
  },
};

/** `2:05:11`: hours, minutes, seconds. */
export function quotaSentence(state: LimitState): string {
  const left = Math.max(0, Math.floor(state.limit.amount - state.used));
  const wait = Number.isFinite(state.waitMs) ? Math.ceil(state.waitMs / 1_000) : 86_400;
  const clock = `${Math.floor(wait / 3_600)}:${two(Math.floor((wait % 3_600) / 60))}:${two(wait % 60)}`;
  return `You have exceeded your GPU quota (${state.requested}s requested vs. ${left}s left). Try again in ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
