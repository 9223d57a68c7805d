import { NoriaError, tooDeep } from '../../shared/errors.ts';
import { bodyTooLarge } from './admit.ts';

/** Whatever was thrown as the one error type; only what was meant for clients keeps its words. */
export function toNoriaError(error: unknown, bodyLimitBytes: number): NoriaError {
  if (error instanceof NoriaError) return error;
  if (!(error instanceof Error)) return internal(error);
  const callersFault = tooDeep(error);
  if (callersFault !== null) return callersFault;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge(bodyLimitBytes);
  // The client went away while it was sending.
  if (code === 'ECONNRESET' || code === 'ECONNABORTED')
    return new NoriaError('client_closed', 'The client left', {}, { cause: error });
  if (
    typeof code === 'string' &&
    code.startsWith('FST_') &&
    typeof statusCode === 'number' &&
    statusCode < 500
  ) {
    return new NoriaError('invalid_request', error.message, {}, { cause: error });
  }
  return internal(error);
}

function internal(cause: unknown): NoriaError {
  return new NoriaError('internal', 'Something went wrong inside Noria; its log says more.', {}, { cause });
}
