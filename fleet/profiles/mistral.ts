import { asList, asObject } from '../json.ts';
import type { CallView, Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { findState, fixed, remainingOf } from './limit-words.ts';
import { chatAt, openAiFailures, openAiModelList, strangerIn } from './openai-style.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const wire = openAiWire({
  idPrefix: 'cmpl-',
  usageOnFinish: true,
  // Exactly nine letters or digits.
  toolCallId: (serial, index) => `${letters[index] ?? 'z'}${serial.toString(36).padStart(8, '0').slice(-8)}`,
});

const minute = fixed('minute');
const medium = ['mistral-medium-latest', 'mistral-medium-2508'];
const tiny = ['ministral-3b-latest', 'ministral-3b-2512'];
const models = [
  'mistral-small-latest',
  ...medium,
  'mistral-large-latest',
  ...tiny,
  'ministral-8b-latest',
  'devstral-latest',
  'codestral-latest',
  'magistral-medium-latest',
];
const others = models.filter((model) => !medium.includes(model) && !tiny.includes(model));

const known = new Set(
  (
    'model messages temperature top_p max_tokens stream stop random_seed response_format tools tool_choice ' +
    'presence_penalty frequency_penalty n prediction parallel_tool_calls prompt_mode reasoning_effort safe_prompt ' +
    'metadata prompt_cache_key service_tier guardrails'
  ).split(' '),
);
const knownInMessage = new Set(['role', 'content', 'tool_calls', 'tool_call_id', 'name', 'prefix']);

export const mistral: Profile = {
  name: 'mistral',
  ...chatAt('/v1', wire),
  media: openAiMedia('/v1', ['embeddings']),
  models,
  // Read from the headers of one free key on 2026-07-26; the third row is another key's order of size.
  limits: [
    { unit: 'requests', amount: 23, window: minute, per: 'account_model', models: medium },
    { unit: 'requests', amount: 750, window: minute, per: 'account_model', models: tiny },
    { unit: 'requests', amount: 60, window: minute, per: 'account_model', models: others },
    { unit: 'tokens', amount: 356_250, window: minute, per: 'account_model' },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  echoesPrefill: true,
  modelList: (ids, view) =>
    openAiModelList(ids, view, () => ({
      capabilities: { completion_chat: true, function_calling: true, vision: false },
      max_context_length: 262_144,
      aliases: [],
    })),
  check(chat, view) {
    const stranger = strangerIn(chat.body, known, view);
    if (stranger !== undefined) return extraForbidden(['body', stranger], chat.body[stranger]);
    const messages = asList(chat.body['messages']).map(asObject);
    for (const [index, message] of messages.entries()) {
      const odd = Object.keys(message ?? {}).find((name) => !knownInMessage.has(name));
      if (odd !== undefined) return extraForbidden(['body', 'messages', index, odd], message?.[odd]);
      if (message?.['role'] === 'developer')
        return flat(400, 'Unexpected role developer', 'invalid_request_message_order', '3230');
    }
    const last = messages.at(-1);
    if (last?.['role'] !== 'assistant' || last['prefix'] === true) return null;
    const wanted =
      'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant';
    return flat(400, wanted, 'invalid_request_message_order', '3230');
  },
  rateHeaders: (view) => (view.stream ? {} : rateHeaders(view)),
  failures: openAiFailures({
    unauthorized: () => jsonReply(401, { detail: 'Unauthorized' }),
    noCredit: () => flat(402, 'Your account has no credit left', 'billing_error', '1700'),
    modelGone: ({ caller }) => flat(404, `Invalid model: ${caller.model}`, 'invalid_model', '1500'),
    tooLong: () =>
      flat(
        400,
        'Prompt contains 300000 tokens, too large for model with 262144 maximum context length',
        'invalid_request_prompt',
        '3051',
      ),
    badParam: (_view, field) => extraForbidden(['body', field], null),
    malformed: (_view, message) =>
      jsonReply(422, { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: message, input: null }] }),
    overloaded: () =>
      flat(429, 'Service tier capacity exceeded for this model.', 'service_tier_capacity_exceeded', '3505'),
    serverError: () => flat(500, 'Internal server error', 'internal_server_error', '1000'),
    quotaZero: () =>
      withHeaders(tooMany(), {
        'x-ratelimit-limit-req-minute': '0',
        'x-ratelimit-remaining-req-minute': '0',
      }),
    refused: (refusal) => withHeaders(tooMany(), rateHeaders(refusal)),
  }),
};

function flat(status: number, message: string, type: string, code: string): Reply {
  return jsonReply(status, { object: 'error', message, type, param: null, code, raw_status_code: status });
}

// No retry-after: none of 163 measured refusals had one.
function tooMany(): Reply {
  return flat(429, 'Rate limit exceeded', 'rate_limited', '1300');
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function extraForbidden(loc: readonly (string | number)[], input: unknown): Reply {
  return jsonReply(422, {
    detail: [{ type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted', input: input ?? null }],
  });
}

function rateHeaders(view: CallView): Record<string, string> {
  const states = view.states();
  const requests = findState(states, 'requests', 'minute');
  const tokens = findState(states, 'tokens', 'minute');
  const cost = String(view.costTokens);
  const headers: Record<string, string> = {};
  const generation = view.spec.headerGeneration ?? 'current';
  if (generation === 'current') {
    if (requests !== undefined) {
      headers['x-ratelimit-limit-req-minute'] = String(requests.limit.amount);
      headers['x-ratelimit-remaining-req-minute'] = String(remainingOf(requests));
    }
    if (tokens === undefined) return headers;
    headers['x-ratelimit-limit-tokens-minute'] = String(tokens.limit.amount);
    headers['x-ratelimit-remaining-tokens-minute'] = String(remainingOf(tokens));
    headers['x-ratelimit-tokens-query-cost'] = cost;
    return headers;
  }
  if (tokens === undefined) return headers;
  if (generation === 'by_size') {
    headers['x-ratelimitbysize-limit-minute'] = String(tokens.limit.amount);
    headers['x-ratelimitbysize-remaining-minute'] = String(remainingOf(tokens));
    const month = findState(states, 'tokens', 'month');
    if (month === undefined) return headers;
    headers['x-ratelimitbysize-limit-month'] = String(month.limit.amount);
    headers['x-ratelimitbysize-remaining-month'] = String(remainingOf(month));
    return headers;
  }
  headers['ratelimitbysize-limit'] = String(tokens.limit.amount);
  headers['ratelimitbysize-remaining'] = String(remainingOf(tokens));
  headers['ratelimitbysize-reset'] = String(Math.ceil((tokens.resetAt - view.now) / 1_000));
  headers['ratelimitbysize-query-cost'] = cost;
  return headers;
}
