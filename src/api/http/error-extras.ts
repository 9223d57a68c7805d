import type { NoriaError } from '../../shared/errors.ts';

/** What an error tells beside code and message, in every dialect; only what there is. */
export function errorExtras({ details: { retryAfterMs, blockedBy, attempts, nearest } }: NoriaError): object {
  return {
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: Math.ceil(retryAfterMs) }),
    ...(blockedBy === undefined ? {} : { blocked_by: blockedBy }),
    ...(attempts === undefined || attempts.length === 0 ? {} : { attempts }),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

/** Whole seconds for the `retry-after` header: rounded up, never 0. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1_000));
}
