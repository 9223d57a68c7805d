import type { NoriaError } from '../../shared/errors.ts';
import { errorExtras } from '../http/error-extras.ts';

/** The error of the small calls. */
export function chatErrorBody(error: NoriaError): {
  readonly success: false;
  readonly error: { readonly code: string; readonly message: string };
} {
  return { success: false, error: { code: error.code, message: error.message, ...errorExtras(error) } };
}
