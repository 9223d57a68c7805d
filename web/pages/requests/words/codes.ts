import type { TFunction } from 'i18next';

/** Codes a request can end with, as in docs/errors.md. */
export const codes = [
  'pool_exhausted',
  'upstream_failed',
  'deadline_exceeded',
  'stream_interrupted',
  'no_provider',
  'model_not_found',
  'context_too_long',
  'invalid_request',
  'forbidden',
  'client_closed',
  'shutting_down',
  'internal',
] as const;

/** A short word for a code; what is not known here is shown as it is called. */
export function codeWord(t: TFunction<'requests'>, code: string): string {
  const known = codes.find((one) => one === code);
  return known === undefined ? code : t(`code.${known}`);
}

/** What it means, as the end of a sentence; null = not known here. */
export function codeMeaning(t: TFunction<'requests'>, code: string): string | null {
  const known = codes.find((one) => one === code);
  return known === undefined ? null : t(`codeMeaning.${known}`);
}
