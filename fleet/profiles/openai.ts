import type { CallView, Profile } from '../profile.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, goDuration, maskKey, refill, remainingOf, waitSeconds } from './limit-words.ts';
import { chatAt, openAiError, openAiFailures, openAiModelList } from './openai-style.ts';

/** The plain one, and what a server of one's own (vLLM, LM Studio) looks like. */
export const openai: Profile = {
  name: 'openai',
  ...chatAt(
    '/v1',
    openAiWire({ extra: () => '"system_fingerprint":"fp_simulated","service_tier":"default",' }),
  ),
  media: openAiMedia('/v1', ['embeddings', 'images', 'speech', 'transcriptions']),
  models: ['gpt-5-mini', 'gpt-5'],
  limits: [
    { unit: 'requests', amount: 500, window: refill(60_000), per: 'account_model' },
    { unit: 'tokens', amount: 200_000, window: refill(60_000), per: 'account_model' },
  ],
  streamUsage: 'on_request',
  reserves: 'prompt_and_max',
  modelList: (models, view) => openAiModelList(models, view),
  rateHeaders,
  failures: openAiFailures({
    unauthorized: ({ caller }) =>
      openAiError(401, {
        message: `Incorrect API key provided: ${maskKey(caller.key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
    noCredit: () =>
      openAiError(429, {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    refused(refusal) {
      const [state] = refusal.blocking;
      const tokens = state.limit.unit === 'tokens';
      const message =
        `Rate limit reached for ${refusal.caller.model} in organization ${refusal.caller.account} on ` +
        `${tokens ? 'tokens per min (TPM)' : 'requests per min (RPM)'}: Limit ${state.limit.amount}, ` +
        `Used ${Math.ceil(state.used)}, Requested ${state.requested}. Please try again in ${goDuration(state.waitMs)}.`;
      const seconds = waitSeconds(state.waitMs);
      const waitMs = Number.isFinite(state.waitMs) ? Math.ceil(state.waitMs) : seconds * 1_000;
      return openAiError(
        429,
        { message, type: tokens ? 'tokens' : 'requests', code: 'rate_limit_exceeded' },
        { ...rateHeaders(refusal), 'retry-after': String(seconds), 'retry-after-ms': String(waitMs) },
      );
    },
  }),
};

function rateHeaders(view: CallView): Record<string, string> {
  const headers: Record<string, string> = { 'x-request-id': `req_sim${view.serial}` };
  for (const unit of ['requests', 'tokens'] as const) {
    const state = findState(view.states(), unit, 'minute');
    if (state === undefined) continue;
    headers[`x-ratelimit-limit-${unit}`] = String(state.limit.amount);
    headers[`x-ratelimit-remaining-${unit}`] = String(remainingOf(state));
    headers[`x-ratelimit-reset-${unit}`] = goDuration(state.resetAt - view.now);
  }
  return headers;
}
