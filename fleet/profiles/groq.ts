import { asList, asObject } from '../json.ts';
import type { LimitState } from '../counters/limit-book.ts';
import type { CallView, Profile, Refusal } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import type { SimLimit } from '../sim-spec.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, goDuration, lengthOf, refill, remainingOf, waitSeconds } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList, type ErrorWords } from './openai-style.ts';

const compound = ['groq/compound', 'groq/compound-mini'];
const plain = [
  'openai/gpt-oss-120b',
  'openai/gpt-oss-20b',
  'openai/gpt-oss-safeguard-20b',
  'qwen/qwen3.8-27b',
];
const whisper = ['whisper-large-v3', 'whisper-large-v3-turbo'];
const orpheus = 'canopylabs/orpheus-v1-english';
const per = 'account_model';
const limits: readonly SimLimit[] = [
  { unit: 'requests', amount: 30, window: refill(60_000), per, models: [...plain, ...compound] },
  { unit: 'requests', amount: 1_000, window: refill(86_400_000), per, models: plain },
  { unit: 'requests', amount: 250, window: refill(86_400_000), per, models: compound },
  { unit: 'tokens', amount: 8_000, window: refill(60_000), per, models: plain },
  { unit: 'tokens', amount: 70_000, window: refill(60_000), per, models: compound },
  { unit: 'tokens', amount: 200_000, window: refill(86_400_000), per, models: plain },
  { unit: 'requests', amount: 20, window: refill(60_000), per, models: whisper },
  { unit: 'requests', amount: 2_000, window: refill(86_400_000), per, models: whisper },
  { unit: 'seconds', amount: 7_200, window: refill(3_600_000), per, models: whisper },
  { unit: 'seconds', amount: 28_800, window: refill(86_400_000), per, models: whisper },
  { unit: 'requests', amount: 10, window: refill(60_000), per, models: [orpheus] },
  { unit: 'requests', amount: 100, window: refill(86_400_000), per, models: [orpheus] },
];

const wire = openAiWire({
  extra: () => '"system_fingerprint":"fp_simulated",',
  // Usage rides in x_groq of the last chunk, asked for or not.
  finishExtra: (answer) =>
    answer.usage
      ? `,"x_groq":{"id":"req_${answer.serial}","usage":{"prompt_tokens":${answer.promptTokens},` +
        `"completion_tokens":${answer.completionTokens},"total_tokens":${answer.promptTokens + answer.completionTokens}}}`
      : '',
});
const groqWire: typeof wire = {
  ...wire,
  close: (answer) => {
    const asked = wire.close(answer);
    // Only the finishing chunk: x_groq replaces the chunk with empty choices.
    return asked.slice(0, asked.indexOf('\n\n') + 2);
  },
};

const refusedFields = ['logprobs', 'top_logprobs', 'logit_bias'];
const upgrade = 'Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing';

export const groq: Profile = {
  name: 'groq',
  ...chatAt('/openai/v1', groqWire),
  media: openAiMedia('/openai/v1', ['speech', 'transcriptions']),
  models: [...plain, ...compound, ...whisper, orpheus],
  limits,
  streamUsage: 'always',
  reserves: 'prompt_and_max',
  modelList: (models, view) =>
    openAiModelList(models, view, () => ({ active: true, context_window: 131_072, public_apps: null })),
  check(chat) {
    if (chat.choices > 1) return badRequest("'n' : number must be at most 1", 'n');
    const field = refusedFields.find((name) => {
      const value = chat.body[name];
      return value !== undefined && value !== null && value !== false;
    });
    if (field !== undefined) return badRequest(`property '${field}' is unsupported`, field);
    const named = asList(chat.body['messages']).findIndex(
      (message) => asObject(message)?.['name'] !== undefined,
    );
    return named < 0 ? null : badRequest(`'messages.${named}' : property 'name' is unsupported`, 'messages');
  },
  rateHeaders: (view) => rateHeaders(view.states(), view.now),
  // Prompt and reserved output exceed the whole bucket: 413 with a retry-after that cannot help.
  largerThanBucket(refusal) {
    const state = refusal.blocking.find(
      ({ limit, requested }) => limit.unit === 'tokens' && requested > limit.amount,
    );
    if (state === undefined) return null;
    const message =
      `Request too large for model \`${refusal.caller.model}\` in organization \`${refusal.caller.account}\` ` +
      `service tier \`on_demand\` on ${words(state)}: Limit ${state.limit.amount}, Requested ${state.requested}, ` +
      `please reduce your message size and try again. ${upgrade}`;
    return limited(413, message, refusal, state);
  },
  failures: openAiFailures({
    unauthorized: () =>
      groqError(401, {
        message: 'Invalid API Key',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
    modelGone({ caller, spec }) {
      const type = 'invalid_request_error';
      const name = `The model \`${caller.model}\``;
      if (!(spec.models ?? [...plain, ...compound]).includes(caller.model)) {
        const message = `${name} does not exist or you do not have access to it.`;
        return groqError(404, { message, type, code: 'model_not_found' });
      }
      const message =
        `${name} has been decommissioned and is no longer supported. Please refer to ` +
        'https://console.groq.com/docs/deprecations for a recommendation on which model to use instead.';
      return groqError(400, { message, type, code: 'model_decommissioned' });
    },
    badParam: (_view, field) => badRequest(`property '${field}' is unsupported`, field),
    overloaded: () =>
      groqError(503, { message: 'Service unavailable: over capacity', type: 'internal_server_error' }),
    refused(refusal) {
      const [state] = refusal.blocking;
      const used = Math.ceil(state.used - 1e-6);
      // The published formula, on the printed numbers: (used + requested - limit) / limit * window.
      const waitMs =
        ((used + state.requested - state.limit.amount) / state.limit.amount) * state.limit.window.ms;
      const message =
        `Rate limit reached for model \`${refusal.caller.model}\` in organization \`${refusal.caller.account}\` ` +
        `service tier \`on_demand\` on ${words(state)}: Limit ${state.limit.amount}, Used ${used}, ` +
        `Requested ${state.requested}. Please try again in ${goDuration(waitMs)}. ${upgrade}`;
      return limited(429, message, refusal, { ...state, waitMs });
    },
    inStream: () => ({
      error: { message: 'Internal server error', type: 'internal_server_error', code: null },
    }),
  }),
};

function badRequest(message: string, param: string): Reply {
  return groqError(400, { message, type: 'invalid_request_error', param });
}

function limited(status: number, message: string, refusal: CallView, state: LimitState): Reply {
  const type = state.limit.unit === 'tokens' ? 'tokens' : 'requests';
  return groqError(
    status,
    { message, type, code: 'rate_limit_exceeded' },
    { ...rateHeaders(refusal.states(), refusal.now), 'retry-after': String(waitSeconds(state.waitMs)) },
  );
}

function words(state: LimitState): string {
  const { unit } = state.limit;
  const length = lengthOf(state.limit);
  return `${unit} per ${length} (${unit === 'tokens' ? 'T' : 'R'}P${length === 'day' ? 'D' : 'M'})`;
}

/** The requests trio is about the day, the tokens trio about the minute; the others never show in headers. */
function rateHeaders(
  states: Refusal['blocking'] | readonly LimitState[],
  now: number,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const day = findState(states, 'requests', 'day');
  const minute = findState(states, 'tokens', 'minute');
  for (const [name, state] of [['requests', day] as const, ['tokens', minute] as const]) {
    if (state === undefined) continue;
    headers[`x-ratelimit-limit-${name}`] = String(state.limit.amount);
    headers[`x-ratelimit-remaining-${name}`] = String(remainingOf(state));
    headers[`x-ratelimit-reset-${name}`] = goDuration(state.resetAt - now);
  }
  return headers;
}

/** Without the empty fields that others send. */
function groqError(status: number, error: ErrorWords, headers: Record<string, string> = {}): Reply {
  return jsonReply(status, { error }, headers);
}
