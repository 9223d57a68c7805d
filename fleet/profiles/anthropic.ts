import type { LimitState } from '../counters/limit-book.ts';
import { noPrefill, type CallView, type Profile } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { anthropicWire } from '../wire/anthropic-wire.ts';
import { refill, remainingOf, waitSeconds } from './limit-words.ts';
import { openAiFailures, strangerIn } from './openai-style.ts';

const wire = anthropicWire();
const per = 'account_model';
const known = new Set(
  (
    'model messages system max_tokens metadata stop_sequences stream temperature top_p top_k tools tool_choice ' +
    'thinking service_tier container context_management mcp_servers output_config'
  ).split(' '),
);
/** The last generation that goes on with its own turn. */
const prefillable = new Set(['claude-haiku-4-5']);

/** The Messages API. */
export const anthropic: Profile = {
  name: 'anthropic',
  basePath: '/v1',
  chat: (path) => (path === '/v1/messages' ? wire : null),
  models: ['claude-haiku-4-5', 'claude-sonnet-4-6'],
  limits: [
    { unit: 'requests', amount: 50, window: refill(60_000), per },
    { unit: 'tokens', side: 'input', amount: 50_000, window: refill(60_000), per },
    { unit: 'tokens', side: 'output', amount: 10_000, window: refill(60_000), per },
  ],
  streamUsage: 'always',
  reserves: 'prompt',
  secret(headers) {
    const key = headers['x-api-key'];
    return typeof key === 'string' ? key : '';
  },
  modelList: (models) => ({
    data: models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }),
  check(chat, view) {
    const stranger = strangerIn(chat.body, known, view);
    if (stranger !== undefined) return this.failures.badParam(view, stranger);
    const refuses = chat.lastRole === 'assistant' && !prefillable.has(chat.model);
    return refuses ? invalid(view, noPrefill) : null;
  },
  rateHeaders,
  failures: openAiFailures({
    unauthorized: (view) => said(view, 401, 'authentication_error: invalid x-api-key'),
    noCredit: (view) =>
      invalid(
        view,
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      ),
    modelGone: (view) => said(view, 404, `not_found_error: model: ${view.caller.model}`),
    tooLong: (view) => invalid(view, 'prompt is too long: 210000 tokens > 200000 maximum'),
    badParam: (view, field) => invalid(view, `${field}: Extra inputs are not permitted`),
    malformed: invalid,
    overloaded: (view) => said(view, 529, 'overloaded_error: Overloaded'),
    serverError: (view) => said(view, 500, 'api_error: Internal server error'),
    quotaZero: (view) => said(view, 403, 'permission_error: Your plan does not include this model'),
    refused(refusal) {
      const [state] = refusal.blocking;
      const message =
        `This request would exceed the rate limit for your organization (${refusal.caller.account}) of ` +
        `${state.limit.amount} ${wordsOf(state)} per minute.`;
      const headers = { ...rateHeaders(refusal), 'retry-after': String(waitSeconds(state.waitMs)) };
      return said(refusal, 429, `rate_limit_error: ${message}`, headers);
    },
    inBody: (view) => body(view, 'api_error', 'Internal server error'),
    inStream: () => ({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  }),
};

function body(view: CallView, type: string, message: string): unknown {
  return { type: 'error', error: { type, message }, request_id: `req_sim${view.serial}` };
}

function invalid(view: CallView, message: string): Reply {
  return said(view, 400, `invalid_request_error: ${message}`);
}

/** `words`: the error's type, a colon, the message. */
function said(view: CallView, status: number, words: string, headers: Record<string, string> = {}): Reply {
  const [type = ''] = words.split(': ', 1);
  return jsonReply(status, body(view, type, words.slice(type.length + 2)), {
    'request-id': `req_sim${view.serial}`,
    'x-should-retry': status >= 429 ? 'true' : 'false',
    ...headers,
  });
}

function wordsOf(state: LimitState): string {
  if (state.limit.unit === 'requests') return 'requests';
  return state.limit.side === undefined || state.limit.side === 'all'
    ? 'tokens'
    : `${state.limit.side} tokens`;
}

function rateHeaders(view: CallView): Record<string, string> {
  const headers: Record<string, string> = { 'request-id': `req_sim${view.serial}` };
  for (const state of view.states()) {
    const name = `anthropic-ratelimit-${wordsOf(state).replace(' ', '-')}`;
    headers[`${name}-limit`] = String(state.limit.amount);
    headers[`${name}-remaining`] = String(remainingOf(state));
    headers[`${name}-reset`] = new Date(Math.ceil(state.resetAt / 1_000) * 1_000)
      .toISOString()
      .replace('.000Z', 'Z');
  }
  return headers;
}
