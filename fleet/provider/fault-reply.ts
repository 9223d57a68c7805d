import type { LimitState } from '../counters/limit-book.ts';
import { lengthOf } from '../profiles/limit-words.ts';
import type { CallView, Failures } from '../profile.ts';
import { htmlReply, jsonReply, type Reply } from '../reply.ts';
import type { SimFaultStep, SimLimit } from '../sim-spec.ts';

/** The whole answer that a fault gives; null = the fault spoils an otherwise good answer. */
export function faultReply(fault: SimFaultStep, failures: Failures, view: CallView): Reply | null {
  switch (fault.kind) {
    case 'status':
      return statusReply(fault.status, fault.body, fault.headers ?? {});
    case 'rate_limited':
      return failures.refused({ ...view, blocking: [spent(view, 'minute', fault.waitMs)] });
    case 'quota_day':
      return failures.refused({ ...view, blocking: [spent(view, 'day', fault.waitMs)] });
    case 'quota_zero':
      return failures.quotaZero(view);
    case 'revoked':
      return failures.unauthorized(view);
    case 'no_credit':
      return failures.noCredit(view);
    case 'model_gone':
      return failures.modelGone(view);
    case 'too_long':
      return failures.tooLong(view);
    case 'bad_param':
      return failures.badParam(view, fault.field ?? 'user');
    case 'overloaded':
      return failures.overloaded(view);
    case 'server_error':
      return failures.serverError(view);
    case 'bot_page':
      return htmlReply(403, botPage, { 'cf-mitigated': 'challenge', server: 'cloudflare' });
    case 'html_error':
      return htmlReply(
        502,
        '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
      );
    default:
      return null;
  }
}

const botPage =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>' +
  '<h1>Checking your browser</h1><noscript>Enable JavaScript and cookies to continue</noscript></body></html>';

function statusReply(status: number, body: unknown, headers: Readonly<Record<string, string>>): Reply {
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
  return jsonReply(status, body ?? { error: { message: `simulated status ${status}` } }, headers);
}

/** A limit of that length, as it looks when it is used up. */
function spent(view: CallView, length: 'minute' | 'day', waitMs: number | undefined): LimitState {
  const states = view.states().filter(({ limit }) => lengthOf(limit) === length && limit.amount > 0);
  const found = states.find(({ limit }) => limit.unit === 'requests') ?? states[0];
  const { limit, resetAt } = found ?? standIn(view.now, length);
  const wait = waitMs ?? naturalWait(limit, resetAt, view.now);
  const over = limit.window.kind === 'refill' ? (wait / limit.window.ms) * limit.amount : 1;
  return {
    limit,
    requested: 1,
    used: limit.amount - 1 + over,
    waitMs: wait,
    resetAt: Math.max(resetAt, view.now + wait),
  };
}

function naturalWait(limit: SimLimit, resetAt: number, now: number): number {
  if (limit.window.kind === 'refill') return limit.window.ms / limit.amount;
  return limit.window.kind === 'fixed' ? resetAt - now : limit.window.ms;
}

function standIn(now: number, length: 'minute' | 'day'): { limit: SimLimit; resetAt: number } {
  const ms = length === 'minute' ? 60_000 : 86_400_000;
  const window = { kind: 'fixed', ms, calendar: length } as const;
  return {
    limit: { unit: 'requests', amount: length === 'minute' ? 30 : 1_000, window, per: 'account' },
    resetAt: Math.ceil((now + 1) / ms) * ms,
  };
}
