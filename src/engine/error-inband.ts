import { isRecord, textAt, valuesAt } from './error-match.ts';

/** Words that providers put where a status would be, in `error.code`, `error.type` or `error.status`. */
const statusOfWord: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  invalid_argument: 400,
  failed_precondition: 400,
  context_length_exceeded: 400,
  tool_use_failed: 400,
  model_decommissioned: 400,
  invalid_api_key: 401,
  authentication_error: 401,
  unauthenticated: 401,
  billing_error: 402,
  permission_error: 403,
  permission_denied: 403,
  not_found_error: 404,
  not_found: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  rate_limited: 429,
  too_many_requests_error: 429,
  resource_exhausted: 429,
  insufficient_quota: 429,
  request_quota_exceeded: 429,
  token_quota_exceeded: 429,
  queue_exceeded: 429,
  api_error: 500,
  server_error: 500,
  internal: 500,
  internal_server_error: 500,
  unavailable: 503,
  service_unavailable: 503,
  timeout_error: 504,
  deadline_exceeded: 504,
  overloaded_error: 529,
  overloaded: 529,
};

const places = [
  'status_code',
  'error.status_code',
  'error.code',
  'error.status',
  'error.type',
  'error.metadata.error_type',
  'raw_status_code',
  'code',
  'type',
];

/** The HTTP status that an error inside a 200 would have had, from fields and never from its prose; null when none says. */
export function innerStatus(body: unknown): number | null {
  for (const place of places) {
    const status = statusIn(textAt(body, place));
    if (status !== null) return status;
  }
  return null;
}

/** True when a body, or an event, that came with a success says that it is an error. */
export function saysError(body: unknown, event: string | undefined): boolean {
  if (event === 'error') return true;
  if (!isRecord(body)) return false;
  if (body['object'] === 'error' || body['type'] === 'error') return true;
  return valuesAt(body, 'error').some(
    (error) => isRecord(error) || (typeof error === 'string' && error !== ''),
  );
}

function statusIn(text: string | null): number | null {
  if (text === null) return null;
  if (/^[45]\d\d$/.test(text)) return Number(text);
  const word = text.toLowerCase();
  return Object.hasOwn(statusOfWord, word) ? (statusOfWord[word] ?? null) : null;
}
