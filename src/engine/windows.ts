import type { Window } from '../catalog/types.ts';
import {
  addToFirstUse,
  emptyFirstUse,
  firstUseFreesAt,
  takeFromFirstUse,
  turnFirstUse,
  type FirstUse,
} from './windows/first-use.ts';
import {
  addToFixed,
  emptyFixed,
  fixedFreesAt,
  takeFromFixed,
  turnFixed,
  type Fixed,
} from './windows/fixed.ts';
import {
  emptyInFlight,
  inFlightFreesAt,
  inFlightUsed,
  letLinger,
  type InFlight,
} from './windows/in-flight.ts';
import {
  addToRefill,
  emptyRefill,
  guardedRefill,
  refillFreesAt,
  refillResetsAt,
  refillUsed,
  takeFromRefill,
  type Refill,
} from './windows/refill.ts';
import {
  addToRolling,
  emptyRolling,
  expireRolling,
  rollingFreesAt,
  rollingResetsAt,
  takeFromRolling,
  type Rolling,
} from './windows/rolling.ts';
import { periodOf, type Taken, type WindowSpec } from './windows/span.ts';

export { lengthMs, type Taken } from './windows/span.ts';

/**
 * What is used of one limit, after the kind of its window. The functions here change the counter they are given and
 * read no clock. `guardMs` is the time a call may need to reach the provider's own counter: each kind leans to the
 * safe side by it, without losing throughput (the proofs are property tests in windows.test.ts).
 */
export type Counter = Refill | Fixed | Rolling | FirstUse | InFlight;

/** A counter with what it needs to be read; a bucket is one. */
export interface Counted {
  counter: Counter;
  readonly spec: WindowSpec;
}

export function emptyCounter(window: Window): Counter {
  switch (window.kind) {
    case 'refill':
      return emptyRefill();
    case 'fixed':
      return emptyFixed();
    case 'rolling':
      return emptyRolling();
    case 'first_use':
      return emptyFirstUse();
    case 'in_flight':
      return emptyInFlight();
    default:
      return window satisfies never;
  }
}

/** The same, to be counted on apart. */
export function copyOfCounter(counter: Counter): Counter {
  switch (counter.kind) {
    case 'refill':
      return { ...counter, lows: counter.lows.slice() };
    case 'rolling':
      return { ...counter, slots: counter.slots.map((slot) => ({ ...slot })) };
    case 'in_flight':
      return { ...counter, lingering: counter.lingering.map((slot) => ({ ...slot })) };
    default:
      return { ...counter };
  }
}

/** What is used at `now`. */
export function usedOf({ counter, spec }: Counted, limit: number, now: number): number {
  switch (counter.kind) {
    case 'refill':
      return refillUsed(counter, spec, limit, now);
    case 'fixed':
      turnFixed(counter, spec, now);
      return counter.used;
    case 'rolling':
      expireRolling(counter, spec, now);
      return counter.used;
    case 'first_use':
      turnFirstUse(counter, spec, now);
      return counter.used;
    case 'in_flight':
      return inFlightUsed(counter, now);
    default:
      return counter satisfies never;
  }
}

export function addTo({ counter, spec }: Counted, limit: number, amount: number, now: number): void {
  switch (counter.kind) {
    case 'refill':
      return addToRefill(counter, spec, limit, { amount, takenAt: now });
    case 'fixed':
      return addToFixed(counter, spec, amount, now);
    case 'rolling':
      return addToRolling(counter, spec, amount, now);
    case 'first_use':
      return addToFirstUse(counter, spec, amount, now);
    case 'in_flight':
      counter.used = inFlightUsed(counter, now) + amount;
      return;
    default:
      counter satisfies never;
  }
}

/** Takes back what was added at `takenAt`, as far as the window that held it still runs. */
export function takenFrom({ counter, spec }: Counted, limit: number, taken: Taken, now: number): void {
  switch (counter.kind) {
    case 'refill':
      return takeFromRefill(counter, refillUsed(counter, spec, limit, now), taken, {
        now,
        guarded: guardedRefill(spec, limit),
      });
    case 'fixed':
      return takeFromFixed(counter, spec, taken, now);
    case 'rolling':
      return takeFromRolling(counter, spec, taken, now);
    case 'first_use':
      return takeFromFirstUse(counter, spec, taken, now);
    case 'in_flight':
      counter.used = Math.max(0, inFlightUsed(counter, now) - taken.amount);
      return;
    default:
      counter satisfies never;
  }
}

/** A running call was broken off: its place is held until the provider has heard of it. Other kinds count no places. */
export function lingerIn({ counter, spec }: Counted, amount: number, now: number): void {
  if (counter.kind === 'in_flight') letLinger(counter, spec, amount, now);
}

/** Epoch ms at which `amount` (not above the limit) is free again; Infinity where only the end of a call frees it. */
export function freesAt({ counter, spec }: Counted, limit: number, amount: number, now: number): number {
  switch (counter.kind) {
    case 'refill':
      return refillFreesAt(counter, spec, limit, { amount, takenAt: now });
    case 'fixed':
      return fixedFreesAt(counter, spec, limit, { amount, takenAt: now });
    case 'rolling':
      return rollingFreesAt(counter, spec, limit, { amount, takenAt: now });
    case 'first_use':
      return firstUseFreesAt(counter, spec, limit, { amount, takenAt: now });
    case 'in_flight':
      return inFlightFreesAt(counter, limit, amount, now);
    default:
      return counter satisfies never;
  }
}

/** Epoch ms at which everything is back; null when nothing is used and the window has no calendar. */
export function resetsAt({ counter, spec }: Counted, limit: number, now: number): number | null {
  switch (counter.kind) {
    case 'refill':
      return refillResetsAt(counter, spec, limit, now);
    case 'fixed':
      turnFixed(counter, spec, now);
      return Math.max(counter.endAt, now);
    case 'rolling':
      return rollingResetsAt(counter, spec, now);
    case 'first_use':
      turnFirstUse(counter, spec, now);
      return counter.used > 0 ? counter.endAt : null;
    case 'in_flight':
      return null;
    default:
      return counter satisfies never;
  }
}

/** The provider states when its window ends. A calendar that agrees within two seconds is left alone. */
export function anchorEnd({ counter, spec }: Counted, endAt: number, now: number): void {
  // No window ends later than one period from now: what says so is a slip or a joke.
  if (endAt <= now || endAt > now + periodOf(spec) * 1.1) return;
  if (counter.kind === 'first_use' && counter.used > 0) counter.endAt = Math.max(counter.endAt, endAt);
  if (counter.kind !== 'fixed') return;
  turnFixed(counter, spec, now);
  if (Math.abs(endAt - counter.endAt) <= 2_000) return;
  counter.endAt = endAt;
  counter.anchored = true;
}
