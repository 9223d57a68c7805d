import type { Answer } from './classification.ts';
import type { Folded } from './error-fold.ts';
import { isRecord, textAt } from './error-match.ts';
import { saysError } from './error-inband.ts';
import { statedMessage } from './error-words.ts';

const CALLERS = new Set([400, 405, 406, 409, 411, 413, 415, 422]);

/** Codes with one meaning everywhere, whatever the status. */
const foldOfCode: Readonly<Record<string, Folded>> = {
  context_length_exceeded: { class: 'too_long', bucket: false },
  request_too_large: { class: 'too_long', bucket: false },
  insufficient_quota: { class: 'quota_spent', unit: 'usd', window: null, account: true },
  invalid_api_key: { class: 'credential', scope: 'key' },
  model_not_found: { class: 'model_gone', scope: 'account_model' },
  content_policy_violation: { class: 'content_refused', scope: 'none' },
  content_filter: { class: 'content_refused', scope: 'none' },
};

/** The meaning of an error's own code, where it has one everywhere; null otherwise. */
export function foldByCode(body: unknown): Folded | null {
  for (const path of ['error.code', 'error.type', 'code', 'type']) {
    const code = textAt(body, path);
    if (code !== null && Object.hasOwn(foldOfCode, code)) return foldOfCode[code] ?? null;
  }
  return null;
}

/** What an answer means when the provider's table has no row for it. */
export function foldByStatus(answer: Answer): Folded {
  const byCode = foldByCode(answer.body);
  const { status } = answer;
  if (byCode !== null && (status >= 400 || saysError(answer.body, answer.sse))) return byCode;
  if (status >= 200 && status < 300) return insideSuccess(answer);
  if (status >= 500) return serverFault(answer);
  return clientFault(answer);
}

function insideSuccess(answer: Answer): Folded {
  if (saysError(answer.body, answer.sse)) return { class: 'transient', scope: 'lane' };
  return isEmpty(answer.body)
    ? { class: 'empty_answer', scope: 'lane' }
    : { class: 'unknown', scope: 'lane' };
}

function serverFault(answer: Answer): Folded {
  if (answer.status === 529) return { class: 'overloaded', scope: 'provider' };
  if (answer.status === 503 && answer.headers['retry-after'] !== undefined)
    return { class: 'overloaded', scope: 'provider' };
  // 520 to 527 are Cloudflare's own: it could not reach the provider's servers.
  if (answer.status >= 520 && answer.status <= 527) return { class: 'transient', scope: 'provider' };
  return { class: 'transient', scope: 'key' };
}

function clientFault(answer: Answer): Folded {
  switch (answer.status) {
    case 401:
      return { class: 'credential', scope: 'key' };
    case 402:
      return { class: 'quota_spent', unit: 'usd', window: null, account: true };
    case 403:
      return { class: 'model_forbidden', scope: 'account_model' };
    case 404:
      return { class: 'model_gone', scope: 'account_model' };
    case 408:
      return { class: 'timeout', scope: 'lane', phase: 'first_token' };
    case 410:
      return { class: 'model_gone', scope: 'model' };
    case 413:
      return { class: 'too_long', bucket: false };
    case 423:
    case 424:
    case 425:
      return { class: 'transient', scope: 'key' };
    case 429:
      return { class: 'rate_limited', unit: null, window: null };
    case 499:
      return { class: 'transient', scope: 'none' };
    default:
      return CALLERS.has(answer.status) && isRecord(answer.body) && statedMessage(answer.body) !== null
        ? { class: 'caller_fault' }
        : { class: 'unknown', scope: 'lane' };
  }
}

function isEmpty(body: unknown): boolean {
  if (body === null || body === undefined || body === '') return true;
  return (
    isRecord(body) &&
    (Object.keys(body).length === 0 || (Array.isArray(body['choices']) && body['choices'].length === 0))
  );
}
