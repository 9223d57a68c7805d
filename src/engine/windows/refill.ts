import { periodOf, slack, type Taken, type WindowSpec } from './span.ts';

/** A bucket that fills continuously: `debt` is what was used at `since`; it melts from then on at limit / length. */
export interface Refill {
  readonly kind: 'refill';
  debt: number;
  since: number;
  /** What was owed right before some of the calls, rising: more than the least since a call is not given back for it. */
  readonly lows: Low[];
}

interface Low {
  at: number;
  debt: number;
}

/** Beyond so many the two oldest become one, which gives back too little rather than too much. */
const mostLows = 32;

export function emptyRefill(): Refill {
  return { kind: 'refill', debt: 0, since: 0, lows: [] };
}

export function refillUsed({ debt, since }: Refill, spec: WindowSpec, limit: number, now: number): number {
  if (now <= since || debt <= 0) return debt;
  return Math.max(0, debt - (now - since) * rateOf(spec, limit));
}

export function addToRefill(
  counter: Refill,
  spec: WindowSpec,
  limit: number,
  { amount, takenAt: now }: Taken,
): void {
  const debt = refillUsed(counter, spec, limit, now);
  remember(counter.lows, debt, now);
  // Near full, the provider's refill starts when the call arrives, not when we reserved.
  const leavesFull = debt <= rateOf(spec, limit) * spec.guardMs;
  counter.debt = debt + amount;
  counter.since = Math.max(counter.since, leavesFull ? now + spec.guardMs : now);
}

export function takeFromRefill(
  counter: Refill,
  debt: number,
  { amount, takenAt }: Taken,
  { now, guarded }: { readonly now: number; readonly guarded: number },
): void {
  let gap = amount;
  for (const low of counter.lows) if (low.at > takenAt) gap = Math.min(gap, ownPart(low.debt, gap, guarded));
  for (const low of counter.lows) if (low.at > takenAt) low.debt = Math.max(0, low.debt - gap);
  const back = Math.min(gap, debt);
  counter.debt = debt - back;
  counter.since = Math.max(counter.since, now);
}

export function refillFreesAt(
  counter: Refill,
  spec: WindowSpec,
  limit: number,
  { amount, takenAt: now }: Taken,
): number {
  const debt = refillUsed(counter, spec, limit, now);
  return Math.max(now, counter.since) + upward((debt - (limit - amount)) / rateOf(spec, limit));
}

export function refillResetsAt(counter: Refill, spec: WindowSpec, limit: number, now: number): number | null {
  const debt = refillUsed(counter, spec, limit, now);
  return debt <= 0 ? null : Math.max(now, counter.since) + upward(debt / rateOf(spec, limit));
}

/**
 * Where the bucket would have been full without the call, the call made no difference any more; and the next one, which
 * would have found it full, would have begun the refill only when it arrived.
 */
function ownPart(debt: number, amount: number, guarded: number): number {
  const part = Math.min(debt, amount);
  return debt - part <= guarded ? Math.max(0, part - guarded) : part;
}

/** Who owes more than later calls found tells nothing new. */
function remember(lows: Low[], debt: number, now: number): void {
  const [first] = lows;
  if (debt <= 0 && first !== undefined) {
    lows.length = 1;
    first.at = now;
    first.debt = 0;
    return;
  }
  while ((lows.at(-1)?.debt ?? -1) >= debt) lows.pop();
  lows.push({ at: now, debt });
  const [oldest, next] = lows;
  if (lows.length <= mostLows || oldest === undefined || next === undefined) return;
  next.debt = Math.min(next.debt, oldest.debt);
  lows.shift();
}

function rateOf(spec: WindowSpec, limit: number): number {
  return limit === Infinity ? Infinity : Math.max(limit, Number.MIN_VALUE) / periodOf(spec);
}

/** What flows back in the time that a call may need to arrive. */
export function guardedRefill(spec: WindowSpec, limit: number): number {
  return limit === Infinity ? 0 : rateOf(spec, limit) * spec.guardMs;
}

/** Whole ms, without letting the last bit of a float add one. */
function upward(ms: number): number {
  return Math.ceil(ms - slack);
}
