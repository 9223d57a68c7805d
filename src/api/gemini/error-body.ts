import type { NoriaError } from '../../shared/errors.ts';
import { errorExtras, retryAfterSeconds } from '../http/error-extras.ts';

/** Google's names of statuses: https://cloud.google.com/apis/design/errors */
const names: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  409: 'ABORTED',
  413: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** Google's status for a prompt that is too long. */
export function geminiStatusOf(error: NoriaError): number {
  return error.code === 'context_too_long' ? 400 : error.status;
}

/** Google's error object, as its libraries read it, with Noria's own fields under `noria`. */
export function geminiErrorBody(error: NoriaError): object {
  const { code, message, details } = error;
  const status = geminiStatusOf(error);
  const reason = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: code.toUpperCase(),
    domain: 'noria',
  };
  return {
    error: {
      code: status,
      message,
      status: names[status] ?? (status < 500 ? 'FAILED_PRECONDITION' : 'INTERNAL'),
      details: [reason, ...retryInfo(details.retryAfterMs)],
      noria: { code, param: details.param ?? null, ...errorExtras(error) },
    },
  };
}

function retryInfo(retryAfterMs: number | undefined): object[] {
  if (retryAfterMs === undefined) return [];
  const retryDelay = `${retryAfterSeconds(retryAfterMs)}s`;
  return [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }];
}
