import type { TokenSide, Unit, Window, WindowLength } from '../catalog/types.ts';
import {
  addTo,
  anchorEnd,
  emptyCounter,
  freesAt,
  lengthMs,
  lingerIn,
  resetsAt,
  takenFrom,
  usedOf,
  type Counter,
} from './windows.ts';

export type LimitSource = 'declared' | 'configured' | 'learned';

/** What identifies a bucket and how it gives back; never changes. */
export interface BucketSpec {
  /** `provider|owner|group or model|unit|side|length`: the name of the counter in memory, on disk and in Redis. */
  readonly id: string;
  readonly provider: string;
  /** Account, key or ip that owns the counter. */
  readonly owner: string;
  /** Model id, or the name of a group of models; `*` = every model of the provider. */
  readonly group: string;
  readonly unit: Unit;
  readonly side: TokenSide;
  readonly window: Window;
  /** ms by which the provider may count a call later than we reserved it. */
  readonly guardMs: number;
  /** The limit without anything learned; null = none known, the bucket only counts. */
  readonly base: { readonly amount: number; readonly source: 'declared' | 'configured' } | null;
}

export interface Learned {
  readonly amount: number;
  readonly at: number;
}

/** One limit of a provider with what is used of it. */
export interface Bucket {
  /** Replaced when the owner changes the limit. */
  spec: BucketSpec;
  counter: Counter;
  learned: Learned | null;
  /** After a crash the count is an upper bound, not knowledge: the next header may raise what is left. */
  uncertain: boolean;
  /** Sum of the reservations not yet settled, in this unit. */
  inFlight: number;
  /** Amount taken when a provider refused, for learning a lower limit once two windows agree. */
  refusedAt: { readonly used: number; readonly at: number } | null;
}

/** A learned limit that nobody confirmed for a day is forgotten. */
export const learnedForMs = 86_400_000;
/** Part of a unit that floats may lose. */
const roundingSlack = 1e-6;

export function createBucket(spec: BucketSpec): Bucket {
  return {
    spec,
    counter: emptyCounter(spec.window),
    learned: null,
    uncertain: false,
    inFlight: 0,
    refusedAt: null,
  };
}

/** Specs of one id that count and allow the same. */
export function hasSameLimit(one: BucketSpec, other: BucketSpec): boolean {
  if (one === other) return true;
  if (one.base?.amount !== other.base?.amount) return false;
  return one.window === other.window || JSON.stringify(one.window) === JSON.stringify(other.window);
}

export function windowLength(window: Window): WindowLength | null {
  return window.kind === 'in_flight' ? null : window.length;
}

/** The limit in force now, Infinity when none is known. */
export function limitOf(bucket: Bucket, now: number): number {
  const { learned } = bucket;
  if (learned !== null) {
    if (now - learned.at < learnedForMs) return learned.amount;
    setLearned(bucket, null, now);
  }
  return bucket.spec.base === null ? Infinity : bucket.spec.base.amount;
}

export function sourceOf(bucket: Bucket, now: number): LimitSource | null {
  limitOf(bucket, now);
  return bucket.learned !== null ? 'learned' : (bucket.spec.base?.source ?? null);
}

/** What can be taken now; negative after an overdraft. */
export function spareOf(bucket: Bucket, now: number): number {
  const limit = limitOf(bucket, now);
  return limit - usedOf(bucket, limit, now);
}

export function fits(bucket: Bucket, amount: number, now: number): boolean {
  const limit = limitOf(bucket, now);
  if (limit === Infinity) return true;
  return limit - usedOf(bucket, limit, now) >= amount - roundingSlack;
}

/** Epoch ms at which `amount` fits if nobody else takes; Infinity when it never will, or only when a call ends. */
export function bucketFreesAt(bucket: Bucket, amount: number, now: number): number {
  const limit = limitOf(bucket, now);
  if (fits(bucket, amount, now)) return now;
  if (amount > limit) return Infinity;
  return freesAt(bucket, limit, amount, now);
}

/** Epoch ms at which everything is back. */
export function bucketResetsAt(bucket: Bucket, now: number): number | null {
  return resetsAt(bucket, limitOf(bucket, now), now);
}

/** Takes whatever the amount, below zero too: reserving checks first, settling does not. */
export function takeFrom(bucket: Bucket, amount: number, now: number): void {
  addTo(bucket, limitOf(bucket, now), amount, now);
}

/** A call was broken off: its place counts until its provider has heard of that. */
export function hold(bucket: Bucket, amount: number, now: number): void {
  lingerIn(bucket, amount, now);
}

/** Gives back what was taken at `takenAt`; a window that has ended since gives nothing back. */
export function giveBack(bucket: Bucket, amount: number, takenAt: number, now: number): void {
  takenFrom(bucket, limitOf(bucket, now), { amount, takenAt }, now);
}

/**
 * Sets or confirms a learned limit; what is used stays used. Learning the base amount is a confirmation of the
 * base, so nothing is kept.
 */
export function learnLimit(bucket: Bucket, amount: number, now: number): void {
  if (!Number.isFinite(amount) || amount < 0) return;
  setLearned(bucket, bucket.spec.base?.amount === amount ? null : { amount, at: now }, now);
}

function setLearned(bucket: Bucket, learned: Learned | null, now: number): void {
  const before = bucket.learned?.amount ?? bucket.spec.base?.amount ?? Infinity;
  const after = learned?.amount ?? bucket.spec.base?.amount ?? Infinity;
  const used = before === after ? 0 : usedOf(bucket, before, now);
  bucket.learned = learned;
  if (before === after || bucket.counter.kind !== 'refill') return;
  // A refill counter holds time, and time means another amount under another limit.
  bucket.counter = emptyCounter(bucket.spec.window);
  if (used > 0 && after > 0) addTo(bucket, after, used, now);
}

/**
 * The provider says what is left: `remaining = min(ours, theirs)`, so news only ever takes away, except after a crash
 * when ours is a bound. Theirs is rounded down to a whole unit, hence a difference under one is no news.
 */
export function observeRemaining(bucket: Bucket, remaining: number, now: number): void {
  const spare = spareOf(bucket, now);
  if (spare === Infinity || !Number.isFinite(remaining) || remaining < 0) return;
  const difference = spare - remaining;
  if (difference >= 1) takeFrom(bucket, difference, now);
  else if (bucket.uncertain && difference + bucket.inFlight < 0)
    giveBack(bucket, -difference - bucket.inFlight, now, now);
  bucket.uncertain = false;
}

/** The provider refused: nothing is left now. */
export function drain(bucket: Bucket, now: number): void {
  const spare = spareOf(bucket, now);
  if (spare > 0 && spare !== Infinity) takeFrom(bucket, spare, now);
}

/** Something an answer told of one bucket. Plain data, so that a ledger on another machine can be told the same. */
export type BucketNews =
  | { readonly kind: 'limit'; readonly amount: number }
  | { readonly kind: 'remaining'; readonly amount: number }
  | { readonly kind: 'window_end'; readonly at: number }
  | { readonly kind: 'drained' }
  | { readonly kind: 'refused'; readonly used: number };

export function applyNews(bucket: Bucket, news: BucketNews, now: number): void {
  switch (news.kind) {
    case 'limit':
      return learnLimit(bucket, news.amount, now);
    case 'remaining':
      return observeRemaining(bucket, news.amount, now);
    case 'window_end':
      return anchorEnd(bucket, news.at, now);
    case 'drained':
      return drain(bucket, now);
    case 'refused':
      return learnFromRefusal(bucket, news.used, now);
    default:
      news satisfies never;
  }
}

/** One early refusal may be a neighbour's doing; two windows that refuse at the same count speak of a lower limit. */
function learnFromRefusal(bucket: Bucket, used: number, now: number): void {
  const before = bucket.refusedAt;
  const period = bucket.spec.window.kind === 'in_flight' ? 0 : lengthMs(bucket.spec.window.length);
  const agrees =
    before !== null &&
    now - before.at >= period &&
    Math.abs(used - before.used) <= Math.max(1, before.used * 0.2);
  if (before === null || now - before.at >= period) bucket.refusedAt = { used, at: now };
  if (agrees && used >= 1) learnLimit(bucket, Math.max(used, before.used), now);
}
