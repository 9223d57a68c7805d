import type { ErrorRule, Provider } from '../catalog/types.ts';
import type { Answer, Classification } from './classification.ts';
import { dimensionOf, folds, isSure } from './error-fold.ts';
import type { Folded } from './error-fold.ts';
import { foldByCode, foldByStatus } from './error-generic.ts';
import { innerStatus, saysError } from './error-inband.ts';
import { statedLimit, waitOf } from './error-limits.ts';
import { execMatch, ruleFor, textAt, unwrap } from './error-match.ts';
import { fieldOf, messageOf } from './error-words.ts';

interface Case {
  readonly provider: Provider;
  /** With an unwrapped body. */
  readonly answer: Answer;
  readonly rule: ErrorRule | null;
  readonly nowMs: number;
}

/**
 * What an answer that is no success means: the provider's table first, generic rules after, on fields and never on
 * digits found in prose. A success that carries an error is classified by the error's own code.
 * `nowMs` is epoch ms. Never throws, whatever the answer holds.
 */
export function classify(provider: Provider, answer: Answer, nowMs: number): Classification {
  const unwrapped = { ...answer, body: unwrap(answer.body) };
  if (isPage(unwrapped)) return page(unwrapped);
  const rule = ruleFor(provider.errors, unwrapped);
  const isInside = rule === null ? isErrorInSuccess(unwrapped) : rule.class === 'inband_error';
  const status = isInside ? innerStatus(unwrapped.body) : null;
  if (status === null) return conclude({ provider, answer: unwrapped, rule, nowMs });
  const { sse: _, ...inner } = { ...unwrapped, status };
  const meaning = conclude({ provider, answer: inner, rule: ruleFor(provider.errors, inner), nowMs });
  return { ...meaning, rule: rule?.class ?? 'generic', status: answer.status };
}

function conclude(one: Case): Classification {
  const { rule, answer } = one;
  const folded = rule === null ? foldByStatus(answer) : refined(folds[rule.class], answer.body);
  const said = {
    rule: rule?.class ?? ('generic' as const),
    confidence: rule !== null && isSure(rule) ? ('high' as const) : ('low' as const),
    status: answer.status,
    message: messageOf(answer.body),
  };
  switch (folded.class) {
    case 'rate_limited':
    case 'quota_spent':
      return limitedBy(one, folded, said);
    case 'too_long':
      return { ...said, class: 'too_long', scope: 'none', limit: tokenLimit(one), bucket: folded.bucket };
    case 'overloaded':
      return { ...said, ...folded, untilAt: waitOf(one.provider, rule, answer, one.nowMs) };
    case 'caller_fault':
      return { ...said, class: 'caller_fault', scope: 'none', field: fieldOf(one.provider, answer.body) };
    default:
      return { ...said, ...folded };
  }
}

type Said = Pick<Classification, 'rule' | 'confidence' | 'status' | 'message'>;

function limitedBy(
  one: Case,
  folded: Extract<Folded, { class: 'rate_limited' | 'quota_spent' }>,
  said: Said,
): Classification {
  const { provider, rule, answer, nowMs } = one;
  const stated = statedLimit(provider, answer.body);
  // A limit of nothing is no limit to wait for: the plan lacks the model.
  if (stated.limit === 0)
    return { ...said, rule: 'model_not_in_plan', class: 'model_forbidden', scope: 'account_model' };
  const { unit: _unit, window: _window, ...amounts } = stated;
  return {
    ...said,
    class: folded.class,
    scope: ownerOf(provider, rule, folded),
    untilAt: folded.unit === 'usd' ? creditWait(one) : waitOf(provider, rule, answer, nowMs),
    ...dimensionOf(folded, stated),
    ...amounts,
  };
}

/** Money does not come back with a retry hint: only what the row itself says counts. */
function creditWait({ provider, rule, answer, nowMs }: Case): number | null {
  return rule?.wait === undefined ? null : waitOf(provider, rule, { ...answer, headers: {} }, nowMs);
}

function ownerOf(
  provider: Provider,
  rule: ErrorRule | null,
  folded: Extract<Folded, { class: 'rate_limited' | 'quota_spent' }>,
): 'key' | 'account' | 'account_model' {
  if (folded.account === true) return 'account';
  return provider.quota.scope === 'key' ? 'key' : (rule?.scope ?? 'account_model');
}

/** Inside a row for bad requests a code may still say something better known: a prompt too long, a refused content. */
function refined(folded: Folded, body: unknown): Folded {
  return folded.class === 'caller_fault' ? (foldByCode(body) ?? folded) : folded;
}

/** The limit that a prompt broke, in tokens, where the body states it; this detail decides nothing. */
function tokenLimit({ provider, rule, answer }: Case): number | null {
  const named = rule === null ? undefined : execMatch(rule.match, answer.body)?.groups?.['limit'];
  if (named !== undefined) return Number(named);
  const message = textAt(answer.body, 'error.message') ?? '';
  const common = /maximum context length is (\d{1,9}) tokens/.exec(message)?.[1];
  if (common !== undefined) return Number(common);
  return statedLimit(provider, answer.body).limit ?? null;
}

function isErrorInSuccess({ status, body, sse }: Answer): boolean {
  return status >= 200 && status < 300 && saysError(body, sse);
}

/** A page comes from something in between (a bot check, a proxy), so it proves nothing about a key or a model. */
function isPage({ headers, body }: Answer): boolean {
  if (/^text\/html\b/i.test(headers['content-type']?.trim() ?? '')) return true;
  // Cloudflare says "error code: 1020" to clients that want no HTML.
  return typeof body === 'string' && (/^\s*</.test(body) || /^\s*error code: 1\d{3}\s*$/.test(body));
}

function page(answer: Answer): Classification {
  const said = {
    rule: 'generic',
    confidence: 'low',
    status: answer.status,
    message: messageOf(answer.body),
  } as const;
  if (answer.status === 413) return { ...said, class: 'too_long', scope: 'none', limit: null, bucket: false };
  return { ...said, class: 'transient', scope: 'provider' };
}
