import { dayMs } from '../shared/utc-day.ts';
import { benchGuessed, benchUntil, easeBench, endTrial, tryBench, type Moment } from './bench.ts';
import { abandonThrough, beginThrough, closedBreaker, failThrough, succeedThrough } from './breaker.ts';
import type { Classification } from './classification.ts';
import { learnTokens, type Tokens } from './estimate.ts';
import { addSample } from './latency.ts';
import { benchFor, keepAll, setBench } from './blame.ts';
import { blameForLimit } from './blame-limit.ts';
import { learnFromHeaders } from './learn.ts';
import type { KeyNode, Lane } from './nodes.ts';
import { createPace, paceAbandoned, paceBeaten, paceBegins, paceMissed, paceServed } from './pace.ts';
import type { Pool } from './pool.ts';
import type { RateFacts } from './rate-fact.ts';
import { noteCall, noteReading } from './sharing.ts';
import { noteChange } from './shut.ts';
import { keepKey, keepProvider } from './states.ts';

/** What the attempt loop does after a failure. */
export type Verdict =
  /** Another lane; `skipModel` when no key of this model can help this request. */
  | { readonly kind: 'next'; readonly skipModel: boolean }
  /** The same lane again without this parameter; another provider when it cannot be dropped. */
  | { readonly kind: 'adapt'; readonly field: string }
  /** The caller's fault: nobody else will do better. */
  | { readonly kind: 'stop' };

export interface Served {
  readonly startedAt: number;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  /** Longest silence after the first content, ms; null = not streamed. */
  readonly silenceMs: number | null;
  /** As reported, or as estimated. */
  readonly outputTokens: number;
  readonly chars: number;
  /** Epoch ms. */
  readonly now: number;
  /** A call of Noria itself is no example of what people ask. */
  readonly isExample: boolean;
  /** What the provider reported; null = it reported nothing, so nothing is learned. */
  readonly reported: Tokens | null;
}

const keyFailures = 3;
const providerFailures = 5;
const networkFailures = 3;
const next: Verdict = { kind: 'next', skipModel: false };
const nextModel: Verdict = { kind: 'next', skipModel: true };

export function reportBegin(lane: Lane, now: number): void {
  const { key, node } = lane;
  key.breaker = beginThrough(key.breaker, now);
  node.provider.breaker = beginThrough(node.provider.breaker, now);
  for (const bench of lane.benches) tryBench(bench, now);
  node.provider.active = key;
  node.provider.begun += 1;
  key.lastUsedAt = now;
  noteCall(lane, now);
  if (lane.pace !== null) paceBegins(lane.pace, now);
  paceBegins(node.pace, now);
}

/** The first content has come: whoever was on trial has passed it, however long the answer goes on. */
export function reportContent(lane: Lane, startedAt: number): void {
  noteChange(lane.node.provider);
  for (const bench of lane.benches) endTrial(bench, startedAt);
  const { key, node } = lane;
  if (key.breaker.state === 'trial') key.breaker = succeedThrough(key.breaker, startedAt);
  if (node.provider.breaker.state === 'trial')
    node.provider.breaker = succeedThrough(node.provider.breaker, startedAt);
}

/** The attempt ended without evidence for or against anybody: the client left, or it was the caller's fault. */
export function reportAbandoned(lane: Lane, at: Pick<Moment, 'startedAt' | 'now'>): void {
  noteChange(lane.node.provider);
  for (const bench of lane.benches) endTrial(bench, at.startedAt);
  if (lane.pace !== null) paceAbandoned(lane.pace, at.startedAt);
  paceAbandoned(lane.node.pace, at.startedAt);
  lane.key.breaker = abandonThrough(lane.key.breaker, at);
  lane.node.provider.breaker = abandonThrough(lane.node.provider.breaker, at);
}

/** What an attempt held was settled or given back. */
export function reportClosed(lane: Lane): void {
  noteChange(lane.node.provider);
}

/** Another lane had content first, `now`: no evidence of a fault, but of a pace. */
export function reportBeaten(lane: Lane, at: Pick<Moment, 'startedAt' | 'now'>): void {
  reportAbandoned(lane, at);
  if (lane.pace !== null) paceBeaten(lane.pace, at.now - at.startedAt, at.now);
  paceBeaten(lane.node.pace, at.now - at.startedAt, at.now);
}

/** `isOk`: the call was taken; who is refused may be counted or not. */
export function reportHeaders(
  pool: Pool,
  lane: Lane,
  { facts }: RateFacts,
  { now, isOk }: { readonly now: number; readonly isOk: boolean },
): void {
  if (facts.length === 0) return;
  learnFromHeaders(pool, lane, facts, now);
  if (isOk) noteReading(lane, facts, now);
  noteChange(lane.node.provider);
}

export function reportServed(pool: Pool, lane: Lane, served: Served): void {
  const { key, node } = lane;
  const { provider } = node;
  const before = [key.breaker.state, provider.breaker.state];
  noteChange(provider);
  key.breaker = succeedThrough(key.breaker, served.startedAt);
  provider.breaker = succeedThrough(provider.breaker, served.startedAt);
  provider.failingAccounts.clear();
  provider.unexplained = [];
  for (const bench of lane.benches) {
    endTrial(bench, served.startedAt);
    easeBench(bench);
  }
  key.successes += 1;
  provider.successes += 1;
  if (served.isExample) learnFromServed(lane, served);
  if (before[0] !== key.breaker.state) keepKey(pool.states, key);
  if (before[1] !== provider.breaker.state) keepProvider(pool.states, provider);
}

function learnFromServed(lane: Lane, served: Served): void {
  const { node } = lane;
  addSample(node.provider.totalLatency, served.totalMs);
  paceServed((lane.pace ??= createPace()), served, served.now);
  paceServed(node.pace, served, served.now);
  if (served.reported !== null) learnTokens(node.tokens, served.chars, served.reported);
}

/** Teaches the engine what a failed attempt says, benches only who is to blame, and tells the loop what to do next. */
export function reportFailed(
  pool: Pool,
  lane: Lane,
  fault: Classification,
  at: Pick<Moment, 'startedAt' | 'now'>,
): Verdict {
  const { key, node } = lane;
  const { now } = at;
  const moment = { ...at, spread: pool.random() };
  noteChange(node.provider);
  for (const bench of lane.benches) endTrial(bench, at.startedAt);
  switch (fault.class) {
    case 'caller_fault':
      reportAbandoned(lane, moment);
      return fault.field === null ? { kind: 'stop' } : { kind: 'adapt', field: fault.field };
    case 'content_refused':
      reportAbandoned(lane, moment);
      return { kind: 'stop' };
    case 'too_long':
      reportAbandoned(lane, moment);
      return nextModel;
    default:
  }
  key.errors += 1;
  node.provider.failures += 1;
  key.lastError = { class: fault.class, message: fault.message, at: now };
  switch (fault.class) {
    case 'rate_limited':
    case 'quota_spent':
      reportAbandoned(lane, moment);
      blameForLimit(pool, lane, fault, moment);
      return next;
    case 'credential':
      return refusedKey(pool, lane, fault, moment);
    case 'model_gone':
    case 'model_forbidden':
      reportAbandoned(lane, moment);
      return unavailable(pool, lane, fault, now);
    case 'overloaded':
      reportAbandoned(lane, moment);
      missed(lane, now);
      return overloaded(pool, lane, fault, moment);
    case 'network':
      key.breaker = abandonThrough(key.breaker, moment);
      missed(lane, now);
      failProvider(pool, lane, { failures: networkFailures, accounts: 1 }, moment);
      return next;
    case 'transient':
    case 'timeout':
    case 'empty_answer':
    case 'unknown':
      return failed(pool, lane, fault, moment);
    default:
      return fault satisfies never;
  }
}

function refusedKey(pool: Pool, lane: Lane, fault: Classification, moment: Moment): Verdict {
  const { key } = lane;
  const { now } = moment;
  reportAbandoned(lane, moment);
  if (fault.confidence === 'high') key.invalid = { reason: fault.message, at: now };
  else benchGuessed(key.bench, 'the provider refused the key, perhaps for its scope', moment);
  keepKey(pool.states, key);
  return next;
}

function unavailable(
  pool: Pool,
  lane: Lane,
  fault: Classification & { class: 'model_gone' | 'model_forbidden' },
  now: number,
): Verdict {
  const reason = fault.class === 'model_gone' ? 'the model is gone' : 'not granted in this plan';
  benchUntil(benchFor(lane, fault.scope), now + dayMs, reason, now);
  keepAll(pool, lane);
  return next;
}

function overloaded(
  pool: Pool,
  lane: Lane,
  fault: Classification & { class: 'overloaded' },
  moment: Moment,
): Verdict {
  setBench(benchFor(lane, fault.scope), fault.untilAt, 'overloaded', moment);
  keepAll(pool, lane);
  return next;
}

function failed(pool: Pool, lane: Lane, fault: Classification, moment: Moment): Verdict {
  const { key } = lane;
  if (fault.scope === 'none') {
    reportAbandoned(lane, moment);
    return next;
  }
  missed(lane, moment.now);
  key.breaker =
    fault.scope === 'provider'
      ? abandonThrough(key.breaker, moment)
      : failThrough(key.breaker, keyFailures, moment);
  keepKey(pool.states, key);
  failProvider(pool, lane, { failures: providerFailures, accounts: 2 }, moment);
  return next;
}

/** Opens the provider's breaker after `failures` in a row from so many distinct accounts; then no key is blamed. */
function failProvider(
  pool: Pool,
  lane: Lane,
  { failures, accounts }: { failures: number; accounts: number },
  moment: Moment,
): void {
  const { provider } = lane.node;
  provider.failingAccounts.add(lane.key.account);
  const enough = provider.failingAccounts.size >= accounts;
  provider.breaker = failThrough(provider.breaker, enough ? failures : Infinity, moment);
  if (provider.breaker.state !== 'resting') return;
  for (const key of provider.keys) if (provider.failingAccounts.has(key.account)) forgive(pool, key);
  keepProvider(pool.states, provider);
}

function missed(lane: Lane, now: number): void {
  paceMissed((lane.pace ??= createPace()), now);
  paceMissed(lane.node.pace, now);
}

function forgive(pool: Pool, key: KeyNode): void {
  if (key.breaker.state === 'closed' && key.breaker.failures === 0) return;
  key.breaker = closedBreaker;
  keepKey(pool.states, key);
}
