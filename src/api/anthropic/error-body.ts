import type { ErrorCode, NoriaError } from '../../shared/errors.ts';
import { errorExtras } from '../http/error-extras.ts';

/** Anthropic's error object, as its libraries read it, with Noria's own fields beside. https://docs.claude.com/en/api/errors */
export function anthropicErrorBody(error: NoriaError, requestId: string): object {
  const { code, details } = error;
  return {
    type: 'error',
    error: {
      type: types[code] ?? 'invalid_request_error',
      message: messageOf(error),
      code,
      ...(details.param === undefined ? {} : { param: details.param }),
      ...errorExtras(error),
    },
    request_id: requestId,
  };
}

/** What Anthropic's libraries look at: the id of the request, and whether trying again can help. */
export function anthropicErrorHeaders(error: NoriaError, requestId: string): Record<string, string> {
  return { 'request-id': requestId, 'x-should-retry': String(error.retryable) };
}

/** By these words Claude Code knows that it has to shorten the conversation. */
function messageOf({ code, message }: NoriaError): string {
  return code === 'context_too_long' ? `prompt is too long: ${message}` : message;
}

const types: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  model_not_found: 'not_found_error',
  not_found: 'not_found_error',
  body_too_large: 'request_too_large',
  pool_exhausted: 'rate_limit_error',
  too_many_tries: 'rate_limit_error',
  deadline_exceeded: 'timeout_error',
  shutting_down: 'overloaded_error',
  no_provider: 'api_error',
  upstream_failed: 'api_error',
  stream_interrupted: 'api_error',
  internal: 'api_error',
};
