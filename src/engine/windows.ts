import type { Window, WindowLength } from '../catalog/types.ts';
import { windowEnd, windowStart } from './calendar.ts';

/**
 * What is used of one limit, after the kind of its window. The functions here change the counter they are given and
 * read no clock. `guardMs` is the time a call may need to reach the provider's own counter: each kind leans to the
 * safe side by it, without losing throughput (the proofs are property tests in windows.test.ts).
 */
export type Counter =
  /** `debt` is what was used at `since`; it melts from then on at limit / length. */
  | { readonly kind: 'refill'; debt: number; since: number }
  /** `ahead` is the part of `used` that the provider may count in the next window. `anchored`: the end was stated by the provider. */
  | { readonly kind: 'fixed'; startAt: number; endAt: number; used: number; ahead: number; anchored: boolean }
  | { readonly kind: 'rolling'; slots: Slot[]; used: number }
  | { readonly kind: 'first_use'; endAt: number; used: number }
  | { readonly kind: 'in_flight'; used: number };

interface Slot {
  at: number;
  amount: number;
}

/** The part of a bucket's spec that the arithmetic needs. */
export interface WindowSpec {
  readonly window: Window;
  readonly guardMs: number;
}

const lengths: Readonly<Record<WindowLength, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
};

/** Beyond this many slots a rolling window merges neighbours: at most a 256th of the window late, never early. */
const exactSlots = 256;

export function lengthMs(length: WindowLength): number {
  return lengths[length];
}

/** A counter with what it needs to be read; a bucket is one. */
export interface Counted {
  counter: Counter;
  readonly spec: WindowSpec;
}

export function emptyCounter(window: Window): Counter {
  switch (window.kind) {
    case 'refill':
      return { kind: 'refill', debt: 0, since: 0 };
    case 'fixed':
      return { kind: 'fixed', startAt: 0, endAt: 0, used: 0, ahead: 0, anchored: false };
    case 'rolling':
      return { kind: 'rolling', slots: [], used: 0 };
    case 'first_use':
      return { kind: 'first_use', endAt: 0, used: 0 };
    case 'in_flight':
      return { kind: 'in_flight', used: 0 };
    default:
      return window satisfies never;
  }
}

/** The same, to be counted on apart. */
export function copyOfCounter(counter: Counter): Counter {
  return counter.kind === 'rolling'
    ? { ...counter, slots: counter.slots.map((slot) => ({ ...slot })) }
    : { ...counter };
}

/** What is used at `now`. */
export function usedOf({ counter, spec }: Counted, limit: number, now: number): number {
  switch (counter.kind) {
    case 'refill':
      return meltedDebt(counter, spec, limit, now);
    case 'fixed':
      turn(counter, spec, now);
      return counter.used;
    case 'rolling':
      expire(counter, spec, now);
      return counter.used;
    case 'first_use':
      if (now >= counter.endAt) counter.used = 0;
      return counter.used;
    case 'in_flight':
      return counter.used;
    default:
      return counter satisfies never;
  }
}

export function addTo({ counter, spec }: Counted, limit: number, amount: number, now: number): void {
  switch (counter.kind) {
    case 'refill': {
      const debt = meltedDebt(counter, spec, limit, now);
      // Near full, the provider's refill starts when the call arrives, not when we reserved.
      const leavesFull = debt <= refillRate(spec, limit) * spec.guardMs;
      counter.debt = debt + amount;
      counter.since = Math.max(counter.since, leavesFull ? now + spec.guardMs : now);
      return;
    }
    case 'fixed':
      turn(counter, spec, now);
      counter.used += amount;
      if (now >= counter.endAt - spec.guardMs) counter.ahead += amount;
      return;
    case 'rolling': {
      expire(counter, spec, now);
      const at = now + spec.guardMs;
      const last = counter.slots.at(-1);
      const grain = periodOf(spec) / exactSlots;
      if (last !== undefined && counter.slots.length >= exactSlots && at - last.at < grain) {
        last.at = at;
        last.amount += amount;
      } else counter.slots.push({ at, amount });
      counter.used += amount;
      return;
    }
    case 'first_use':
      if (now >= counter.endAt) {
        counter.used = 0;
        counter.endAt = now + periodOf(spec) + spec.guardMs;
      }
      counter.used += amount;
      return;
    case 'in_flight':
      counter.used += amount;
      return;
    default:
      counter satisfies never;
  }
}

export interface Taken {
  readonly amount: number;
  readonly takenAt: number;
}

/** Takes back what was added at `takenAt`, as far as the window that held it still runs. */
export function takenFrom(
  { counter, spec }: Counted,
  limit: number,
  { amount, takenAt }: Taken,
  now: number,
): void {
  switch (counter.kind) {
    case 'refill':
      counter.debt = Math.max(0, meltedDebt(counter, spec, limit, now) - amount);
      counter.since = Math.max(counter.since, now);
      return;
    case 'fixed':
      turn(counter, spec, now);
      if (takenAt < counter.startAt - spec.guardMs) return;
      counter.used = Math.max(0, counter.used - amount);
      if (takenAt >= counter.endAt - spec.guardMs) counter.ahead = Math.max(0, counter.ahead - amount);
      return;
    case 'rolling':
      expire(counter, spec, now);
      // Its slot has rolled out: those that are left belong to others.
      if (takenAt + spec.guardMs + periodOf(spec) <= now) return;
      removeSlot(counter, amount, takenAt + spec.guardMs);
      return;
    case 'first_use':
      if (now < counter.endAt && takenAt >= counter.endAt - periodOf(spec) - spec.guardMs) {
        counter.used = Math.max(0, counter.used - amount);
        // What never came to the provider has not begun its window.
        if (counter.used === 0) counter.endAt = 0;
      }
      return;
    case 'in_flight':
      counter.used = Math.max(0, counter.used - amount);
      return;
    default:
      counter satisfies never;
  }
}

/** Epoch ms at which `amount` (not above the limit) is free again; Infinity for `in_flight`, which no clock frees. */
export function freesAt({ counter, spec }: Counted, limit: number, amount: number, now: number): number {
  switch (counter.kind) {
    case 'refill': {
      const debt = meltedDebt(counter, spec, limit, now);
      return Math.max(now, counter.since) + upward((debt - (limit - amount)) / refillRate(spec, limit));
    }
    case 'fixed': {
      turn(counter, spec, now);
      const next = counter.endAt + spec.guardMs;
      if (counter.ahead + amount <= limit || spec.window.kind !== 'fixed') return next;
      return windowEnd(spec.window.length, spec.window.zone, counter.endAt) + spec.guardMs;
    }
    case 'rolling': {
      expire(counter, spec, now);
      let toFree = counter.used + amount - limit;
      for (const slot of counter.slots) {
        toFree -= slot.amount;
        if (toFree <= 1e-6) return slot.at + periodOf(spec);
      }
      return now;
    }
    case 'first_use':
      return counter.endAt;
    case 'in_flight':
      return Infinity;
    default:
      return counter satisfies never;
  }
}

/** Epoch ms at which everything is back; null when nothing is used and the window has no calendar. */
export function resetsAt({ counter, spec }: Counted, limit: number, now: number): number | null {
  switch (counter.kind) {
    case 'refill': {
      const debt = meltedDebt(counter, spec, limit, now);
      return debt <= 0 ? null : Math.max(now, counter.since) + upward(debt / refillRate(spec, limit));
    }
    case 'fixed':
      turn(counter, spec, now);
      return Math.max(counter.endAt, now);
    case 'rolling': {
      expire(counter, spec, now);
      const last = counter.slots.at(-1);
      return last === undefined ? null : last.at + periodOf(spec);
    }
    case 'first_use':
      return now < counter.endAt && counter.used > 0 ? counter.endAt : null;
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
  turn(counter, spec, now);
  if (Math.abs(endAt - counter.endAt) <= 2_000) return;
  counter.endAt = endAt;
  counter.anchored = true;
}

/** Whole ms, without letting the last bit of a float add one. */
function upward(ms: number): number {
  return Math.ceil(ms - 1e-6);
}

function periodOf(spec: WindowSpec): number {
  return spec.window.kind === 'in_flight' ? 0 : lengths[spec.window.length];
}

function refillRate(spec: WindowSpec, limit: number): number {
  return limit === Infinity ? Infinity : Math.max(limit, Number.MIN_VALUE) / periodOf(spec);
}

function meltedDebt(
  counter: Counter & { kind: 'refill' },
  spec: WindowSpec,
  limit: number,
  now: number,
): number {
  if (now <= counter.since || counter.debt <= 0) return counter.debt;
  return Math.max(0, counter.debt - (now - counter.since) * refillRate(spec, limit));
}

/** Starts the next window once even a call counted late belongs to it; until then both windows are charged. */
function turn(counter: Counter & { kind: 'fixed' }, spec: WindowSpec, now: number): void {
  if (now < counter.endAt + spec.guardMs || spec.window.kind !== 'fixed') return;
  const { length, zone } = spec.window;
  const follows =
    counter.endAt > 0 && !counter.anchored && windowStart(length, zone, now - spec.guardMs) === counter.endAt;
  counter.used = follows ? counter.ahead : 0;
  counter.ahead = 0;
  counter.anchored = false;
  counter.startAt = windowStart(length, zone, now - spec.guardMs);
  counter.endAt = windowEnd(length, zone, now - spec.guardMs);
}

function expire(counter: Counter & { kind: 'rolling' }, spec: WindowSpec, now: number): void {
  const period = periodOf(spec);
  let gone = 0;
  for (const slot of counter.slots) {
    if (slot.at + period > now) break;
    counter.used -= slot.amount;
    gone += 1;
  }
  if (gone === 0) return;
  counter.slots.splice(0, gone);
  if (counter.slots.length === 0) counter.used = 0;
}

/** Takes from the earliest slot that can be the one: a later slot of somebody else must go on counting. */
function removeSlot(counter: Counter & { kind: 'rolling' }, amount: number, at: number): void {
  let left = amount;
  for (const slot of counter.slots) {
    if (slot.at < at) continue;
    const part = Math.min(slot.amount, left);
    slot.amount -= part;
    counter.used -= part;
    left -= part;
    if (left <= 1e-6) return;
  }
}
