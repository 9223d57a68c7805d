import type { ErrorCode, NoriaError } from '../../shared/errors.ts';
import { errorExtras } from '../http/error-extras.ts';

/** OpenAI's error object, as its libraries read it, with Noria's own fields beside. */
export function openaiErrorBody(error: NoriaError): object {
  const { message, code, details } = error;
  return {
    error: {
      message,
      type: types[code] ?? 'invalid_request_error',
      code,
      param: details.param ?? null,
      ...errorExtras(error),
    },
  };
}

const types: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  pool_exhausted: 'rate_limit_error',
  no_provider: 'server_error',
  deadline_exceeded: 'server_error',
  upstream_failed: 'server_error',
  stream_interrupted: 'server_error',
  shutting_down: 'server_error',
  internal: 'server_error',
};
