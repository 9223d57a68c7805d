/** Every code a client can meet, with its HTTP status and whether trying again can help. Documented in docs/errors.md. */
export const errorCodes = {
  no_provider: { status: 503, retryable: false },
  pool_exhausted: { status: 429, retryable: true },
  deadline_exceeded: { status: 504, retryable: true },
  upstream_failed: { status: 502, retryable: true },
  model_not_found: { status: 404, retryable: false },
  context_too_long: { status: 413, retryable: false },
  invalid_request: { status: 400, retryable: false },
  body_too_large: { status: 413, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  conflict: { status: 409, retryable: false },
  invalid_key: { status: 422, retryable: false },
  stream_interrupted: { status: 502, retryable: true },
  too_many_tries: { status: 429, retryable: true },
  too_many_watchers: { status: 429, retryable: true },
  shutting_down: { status: 503, retryable: true },
  client_closed: { status: 499, retryable: true },
  internal: { status: 500, retryable: true },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What a client is told beside code and message. Nothing here may hold a key or a URL with one. */
export interface ErrorDetails {
  /** ms until trying again can succeed; becomes `retry-after`, rounded up to seconds. */
  readonly retryAfterMs?: number;
  readonly blockedBy?: readonly Blocker[];
  readonly attempts?: readonly FailedAttempt[];
  readonly param?: string;
  readonly status?: number;
  readonly nearest?: readonly string[];
}

/** One thing that keeps a lane from serving now. */
export interface Blocker {
  readonly provider: string;
  readonly model?: string;
  readonly key?: string;
  readonly reason: string;
  /** ISO time at which it ends, when known. */
  readonly until?: string;
}

export interface FailedAttempt {
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  readonly class: string;
  readonly status: number;
  readonly message: string;
}

/** A body may be nested deeper than any program can follow; whoever sent it is told so, and nobody else is blamed. */
export function tooDeep(error: unknown): NoriaError | null {
  const isOverflow = error instanceof RangeError && error.message.includes('call stack');
  return isOverflow ? new NoriaError('invalid_request', 'The body is nested too deeply.') : null;
}

export class NoriaError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoriaError';
    this.code = code;
    this.status = details.status ?? errorCodes[code].status;
    this.retryable = errorCodes[code].retryable;
    this.details = details;
  }
}
