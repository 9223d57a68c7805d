import type { ErrorRule, HeaderRule } from './types.ts';

/** The x-ratelimit headers of OpenAI and of most servers that imitate it. The reset is the time until the bucket is full. */
export const openaiRateHeaders: readonly HeaderRule[] = [
  ...(['requests', 'tokens'] as const).flatMap((unit): HeaderRule[] => [
    {
      name: `x-ratelimit-limit-${unit}`,
      role: 'limit',
      unit,
      window: 'minute',
      format: 'integer',
      evidence: 'B',
    },
    {
      name: `x-ratelimit-remaining-${unit}`,
      role: 'remaining',
      unit,
      window: 'minute',
      format: 'integer',
      evidence: 'B',
    },
    {
      name: `x-ratelimit-reset-${unit}`,
      role: 'reset',
      unit,
      window: 'minute',
      format: 'go_duration',
      resetMeans: 'full',
      evidence: 'B',
    },
  ]),
  // Finer than retry-after, so it is read first.
  {
    name: 'retry-after-ms',
    role: 'retry',
    unit: 'any',
    window: 'any',
    format: 'milliseconds',
    on: [429, 503],
    evidence: 'A',
  },
  {
    name: 'retry-after',
    role: 'retry',
    unit: 'any',
    window: 'any',
    format: 'seconds_or_http_date',
    on: [429, 503],
    evidence: 'B',
  },
];

/** What an OpenAI-compatible server means by its statuses when nothing more is known of it. */
export const openaiErrors: readonly ErrorRule[] = [
  { status: 401, match: { jsonType: { error: 'object' } }, class: 'auth_invalid', evidence: 'B' },
  { status: 404, match: { json: { 'error.code': ['model_not_found'] } }, class: 'model_gone', evidence: 'B' },
  {
    status: 400,
    match: { json: { 'error.code': ['context_length_exceeded'] } },
    class: 'request_too_large',
    evidence: 'B',
  },
  {
    status: 400,
    match: { regex: /maximum context length is (?<limit>\d+) tokens/, path: 'error.message' },
    class: 'request_too_large',
    evidence: 'B',
    note: 'vLLM and its kin fill no error.code',
  },
  {
    status: 429,
    match: { json: { 'error.code': ['insufficient_quota'] } },
    class: 'credit_exhausted',
    evidence: 'B',
  },
  { status: 429, match: {}, class: 'quota_minute', evidence: 'C' },
  { status: 200, match: { jsonType: { error: 'object' } }, class: 'inband_error', evidence: 'B' },
];
