import { periodOf, slack, type Taken, type WindowSpec } from './span.ts';

/**
 * A window that begins with its first use. When that was at the provider is only known within the guard, so the window
 * is kept from the earliest moment at which it can have begun to the latest at which it can end; calls of the time
 * between the earliest and the latest end count in this window and in the next.
 */
export interface FirstUse {
  readonly kind: 'first_use';
  /** Earliest moment at which the provider's window can have begun; 0 = none runs. */
  beganAt: number;
  /** Latest moment at which it can end. */
  endAt: number;
  used: number;
  /** When the last of its calls was reserved. */
  lastAt: number;
  /** The part of `used` that the provider may count in its next window, and when the first of it was reserved. */
  ahead: number;
  aheadAt: number;
  /** Such calls of the window before have begun it, or the next one does. */
  isCarried: boolean;
  /** No call has come since that would have begun it at the latest. */
  unsure: boolean;
}

export function emptyFirstUse(): FirstUse {
  return {
    kind: 'first_use',
    beganAt: 0,
    endAt: 0,
    used: 0,
    lastAt: 0,
    ahead: 0,
    aheadAt: 0,
    isCarried: false,
    unsure: false,
  };
}

/** Ends what is over; what the provider may count in its next window begins ours. */
export function turnFirstUse(counter: FirstUse, spec: WindowSpec, now: number): void {
  while (counter.endAt > 0 && now >= counter.endAt) {
    const { ahead, aheadAt, lastAt } = counter;
    Object.assign(counter, emptyFirstUse());
    if (ahead <= 0) return;
    counter.used = ahead;
    counter.beganAt = aheadAt;
    counter.lastAt = lastAt;
    counter.endAt = latestEnd(spec, lastAt);
    counter.isCarried = true;
    counter.unsure = true;
  }
}

export function addToFirstUse(counter: FirstUse, spec: WindowSpec, amount: number, now: number): void {
  turnFirstUse(counter, spec, now);
  if (counter.endAt === 0) {
    counter.beganAt = now;
    counter.endAt = latestEnd(spec, now);
  } else if (counter.unsure) counter.endAt = Math.max(counter.endAt, latestEnd(spec, now));
  counter.unsure = false;
  counter.used += amount;
  counter.lastAt = Math.max(counter.lastAt, now);
  if (now < aheadFrom(counter, spec)) return;
  if (counter.ahead === 0) counter.aheadAt = now;
  counter.ahead += amount;
}

export function takeFromFirstUse(
  counter: FirstUse,
  spec: WindowSpec,
  { amount, takenAt }: Taken,
  now: number,
): void {
  turnFirstUse(counter, spec, now);
  if (counter.endAt === 0 || takenAt < counter.beganAt) return;
  counter.used = Math.max(0, counter.used - amount);
  if (takenAt >= aheadFrom(counter, spec)) counter.ahead = Math.max(0, counter.ahead - amount);
  // What never came to the provider has not begun its window: nobody did, or at the latest the last of the others.
  if (counter.used <= slack) Object.assign(counter, emptyFirstUse());
  else if (latestEnd(spec, takenAt) <= counter.endAt) {
    counter.endAt = Math.max(counter.endAt, latestEnd(spec, counter.lastAt));
    counter.unsure = counter.isCarried;
  }
}

export function firstUseFreesAt(
  counter: FirstUse,
  spec: WindowSpec,
  limit: number,
  { amount, takenAt: now }: Taken,
): number {
  turnFirstUse(counter, spec, now);
  return counter.ahead + amount <= limit ? counter.endAt : latestEnd(spec, counter.lastAt);
}

/** A window that a call reserved at that time has begun is over then. */
function latestEnd(spec: WindowSpec, begunAt: number): number {
  return begunAt + periodOf(spec) + spec.guardMs;
}

/** From here on a call may reach the provider when its window is over already. */
function aheadFrom({ beganAt }: FirstUse, spec: WindowSpec): number {
  return beganAt + periodOf(spec) - spec.guardMs;
}
