import type { CallView, Failures, Profile, Refusal } from '../profile.ts';
import { jsonReply, type Reply } from '../reply.ts';
import type { Wire } from '../wire/wire.ts';
import { waitSeconds } from './limit-words.ts';

export interface ErrorWords {
  readonly message: string;
  readonly type?: string | null;
  readonly param?: string | null;
  readonly code?: string | number | null;
}

export function openAiError(status: number, words: ErrorWords, headers: Record<string, string> = {}): Reply {
  const { message, type = null, param = null, code = null } = words;
  return jsonReply(status, { error: { message, type, param, code } }, headers);
}

/** The OpenAI way to say no; a profile replaces what its provider says otherwise. */
export function openAiFailures(overrides: Partial<Failures> = {}): Failures {
  return {
    unauthorized: () =>
      openAiError(401, {
        message: 'Invalid API key',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
    noCredit: () => openAiError(402, { message: 'Insufficient credit', type: 'billing_error' }),
    modelGone: ({ caller }) =>
      openAiError(404, {
        message: `The model \`${caller.model}\` does not exist or you do not have access to it.`,
        type: 'invalid_request_error',
        code: 'model_not_found',
      }),
    tooLong: () =>
      openAiError(400, {
        message:
          "This model's maximum context length is 131072 tokens. Please reduce the length of the messages.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      }),
    badParam: (_view, field) =>
      openAiError(400, {
        message: `Unrecognized request argument supplied: ${field}`,
        type: 'invalid_request_error',
        param: field,
      }),
    malformed: (_view, message) => openAiError(400, { message, type: 'invalid_request_error' }),
    overloaded: () =>
      openAiError(503, { message: 'The engine is currently overloaded', type: 'server_error' }),
    serverError: () =>
      openAiError(500, {
        message: 'The server had an error while processing your request',
        type: 'server_error',
      }),
    quotaZero: () =>
      openAiError(403, { message: 'Your plan does not include this model', type: 'permission_error' }),
    refused: (refusal) => plainRefusal(refusal),
    inBody: () => ({
      error: { message: 'The upstream failed while answering', type: 'server_error', code: null },
    }),
    inStream: () => ({
      error: { message: 'The upstream failed while answering', type: 'server_error', code: null },
    }),
    ...overrides,
  };
}

function plainRefusal(refusal: Refusal): Reply {
  return openAiError(
    429,
    { message: 'Rate limit exceeded', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    { 'retry-after': String(waitSeconds(refusal.blocking[0].waitMs)) },
  );
}

/** The list of models most providers give. */
export function openAiModelList(
  models: readonly string[],
  view: CallView,
  extra: (model: string) => Readonly<Record<string, unknown>> = () => ({}),
): unknown {
  return {
    object: 'list',
    data: models.map((id) => ({
      id,
      object: 'model',
      created: 1_750_000_000,
      owned_by: view.spec.id,
      ...extra(id),
    })),
  };
}

export function chatAt(basePath: string, wire: Wire): Pick<Profile, 'basePath' | 'chat'> {
  const chatPath = `${basePath}/chat/completions`;
  return { basePath, chat: (path) => (path === chatPath ? wire : null) };
}

/** A field of the body that is not on the provider's list. */
export function strangerIn(
  body: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  view: CallView,
): string | undefined {
  return Object.keys(body).find((name) => !known.has(name) && view.spec.accepts?.includes(name) !== true);
}
