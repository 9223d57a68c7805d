import type {
  ErrorRule,
  LimitStatement,
  Provider,
  Unit,
  WaitSource,
  WindowLength,
} from '../catalog/types.ts';
import { windowEnd } from './calendar.ts';
import type { Answer } from './classification.ts';
import { readClock, readGoDuration, readMoment, readNumber } from './durations.ts';
import { isRecord, searchable, textAt, valuesAt } from './error-match.ts';
import { statedMessage } from './error-words.ts';
import { bodyHeaders, readRateHeaders } from './rate-headers.ts';

export interface StatedLimit {
  readonly unit?: Unit;
  readonly window?: WindowLength;
  readonly limit?: number;
  readonly used?: number;
  readonly requested?: number;
}

/**
 * Until when the provider refuses, epoch ms: what the row says, in its order, then the retry headers, then the reset of
 * a limit that the headers show as spent, then the row's own cooling. Null when nothing says it.
 */
export function waitOf(
  provider: Provider,
  rule: ErrorRule | null,
  answer: Answer,
  nowMs: number,
): number | null {
  for (const source of rule?.wait ?? []) {
    const at = waitFrom(source, answer.body, nowMs);
    if (at !== null) return at;
  }
  const stated = headerWait(provider, answer, nowMs);
  if (stated !== null) return stated;
  return rule?.coolMs === undefined ? null : nowMs + rule.coolMs;
}

/** The moment of `retry-after` and its kin, epoch ms, whatever the provider; null without one. */
function retryMoment(provider: Provider, answer: Answer, nowMs: number): number | null {
  const headers = { ...bodyHeaders(answer.body), ...answer.headers };
  const { retryAt } = readRateHeaders(provider, headers, answer.status, nowMs);
  if (retryAt !== null) return retryAt;
  return (
    readMoment('milliseconds', headers['retry-after-ms'] ?? '', nowMs) ??
    readMoment('seconds_or_http_date', headers['retry-after'] ?? '', nowMs)
  );
}

/** What the body states of the limit that was hit; empty when it states nothing. */
export function statedLimit(provider: Provider, body: unknown): StatedLimit {
  const statement = provider.limitStatement;
  if (statement === undefined) return {};
  return 'kind' in statement ? googleQuota(body) : sentence(statement, statedMessage(body) ?? '');
}

function waitFrom(source: WaitSource, body: unknown, nowMs: number): number | null {
  if ('next' in source) return windowEnd(source.next, source.zone, nowMs);
  if ('path' in source) {
    const text = textAt(body, source.path);
    return text === null ? null : readMoment(source.format, text, nowMs);
  }
  const text = source.regex.exec(statedMessage(body) ?? searchable(body))?.[1];
  if (text === undefined) return null;
  if (source.format === 'seconds') return readMoment('seconds', text, nowMs);
  const waitMs = source.format === 'clock' ? readClock(text) : readGoDuration(text);
  return waitMs === null ? null : nowMs + waitMs;
}

function headerWait(provider: Provider, answer: Answer, nowMs: number): number | null {
  const retryAt = retryMoment(provider, answer, nowMs);
  if (retryAt !== null) return retryAt;
  const headers = { ...bodyHeaders(answer.body), ...answer.headers };
  const { facts } = readRateHeaders(provider, headers, answer.status, nowMs);
  const spent = facts.flatMap((fact) =>
    fact.remaining === 0 && fact.resetAt !== undefined ? [fact.resetAt] : [],
  );
  return spent.length === 0 ? null : Math.max(...spent);
}

function sentence(statement: Extract<LimitStatement, { regex: RegExp }>, message: string): StatedLimit {
  const groups = statement.regex.exec(message)?.groups;
  if (groups === undefined) return {};
  const dimension = statement.unitBy.find(({ text }) => text.test(message));
  return {
    ...(dimension === undefined ? {} : { unit: dimension.unit, window: dimension.window }),
    ...number('limit', groups['limit']),
    ...number('used', groups['used']),
    ...number('requested', groups['requested']),
  };
}

/** google.rpc.QuotaFailure: `quotaId` names unit and window, `quotaValue` the limit. A day's violation outweighs a minute's. */
function googleQuota(body: unknown): StatedLimit {
  const violations = valuesAt(body, 'error.details[].violations[]').filter(isRecord);
  const violation = violations.find((one) => quotaIdOf(one).includes('PerDay')) ?? violations[0];
  if (violation === undefined) return {};
  const id = quotaIdOf(violation);
  const window: WindowLength | null = id.includes('PerDay')
    ? 'day'
    : id.includes('PerMinute')
      ? 'minute'
      : null;
  return {
    ...(id.includes('Tokens') ? { unit: 'tokens' } : id.includes('Requests') ? { unit: 'requests' } : {}),
    ...(window === null ? {} : { window }),
    ...number('limit', violation['quotaValue']),
  };
}

function quotaIdOf(violation: Readonly<Record<string, unknown>>): string {
  return typeof violation['quotaId'] === 'string' ? violation['quotaId'] : '';
}

function number(name: 'limit' | 'used' | 'requested', text: unknown): StatedLimit {
  const value = typeof text === 'string' || typeof text === 'number' ? readNumber(String(text)) : null;
  return value === null ? {} : { [name]: value };
}
