import { periodOf, slack, type Taken, type WindowSpec } from './span.ts';

/** A bucket that fills continuously: `debt` is what was used at `since`; it melts from then on at limit / length. */
export interface Refill {
  readonly kind: 'refill';
  debt: number;
  since: number;
  /**
   * When some of the calls came and what was owed right before each, in turn, both rising: more than the least since a
   * call is not given back for it. Plain numbers, as every call adds some.
   */
  readonly lows: number[];
}

/** Beyond so many each two become one, which gives back too little rather than too much. */
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
  const gap = ownPart(counter.lows, { amount, takenAt }, guarded);
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
 * would have found it full, would have begun the refill only when it arrived. What is left of it is taken from the lows.
 */
function ownPart(lows: number[], { amount, takenAt }: Taken, guarded: number): number {
  let gap = amount;
  let at = lows.length - 2;
  for (; at >= 0 && (lows[at] ?? 0) > takenAt; at -= 2) {
    const debt = lows[at + 1] ?? 0;
    const part = Math.min(debt, gap);
    gap = debt - part <= guarded ? Math.max(0, part - guarded) : part;
  }
  for (at += 2; at < lows.length; at += 2) lows[at + 1] = Math.max(0, (lows[at + 1] ?? 0) - gap);
  return gap;
}

/** Who owes more than later calls found tells nothing new. */
function remember(lows: number[], debt: number, now: number): void {
  while (lows.length > 0 && (lows[lows.length - 1] ?? 0) >= debt) {
    lows.pop();
    lows.pop();
  }
  if (lows[lows.length - 2] === now) return;
  lows.push(now, debt);
  if (lows.length > 2 * mostLows) halve(lows);
}

/** Two become one: of the later time, and the lower. */
function halve(lows: number[]): void {
  let to = 0;
  for (let from = 0; from + 3 < lows.length; from += 4) {
    lows[to] = lows[from + 2] ?? 0;
    lows[to + 1] = Math.min(lows[from + 1] ?? 0, lows[from + 3] ?? 0);
    to += 2;
  }
  // One that is left over is the last.
  for (let from = lows.length - (lows.length % 4); from < lows.length; from += 1)
    lows[to++] = lows[from] ?? 0;
  lows.length = to;
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
