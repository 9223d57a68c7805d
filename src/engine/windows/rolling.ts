import { periodOf, slack, type Taken, type WindowSpec } from './span.ts';

/** Each amount comes back one period after it was taken. */
export interface Rolling {
  readonly kind: 'rolling';
  slots: Slot[];
  used: number;
}

export interface Slot {
  at: number;
  amount: number;
}

/** Beyond this many slots a rolling window merges neighbours: at most a 256th of the window late, never early. */
const exactSlots = 256;

export function emptyRolling(): Rolling {
  return { kind: 'rolling', slots: [], used: 0 };
}

export function expireRolling(counter: Rolling, spec: WindowSpec, now: number): void {
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

export function addToRolling(counter: Rolling, spec: WindowSpec, amount: number, now: number): void {
  expireRolling(counter, spec, now);
  const at = now + spec.guardMs;
  const last = counter.slots.at(-1);
  const grain = periodOf(spec) / exactSlots;
  if (last !== undefined && counter.slots.length >= exactSlots && at - last.at < grain) {
    last.at = at;
    last.amount += amount;
  } else counter.slots.push({ at, amount });
  counter.used += amount;
}

export function takeFromRolling(
  counter: Rolling,
  spec: WindowSpec,
  { amount, takenAt }: Taken,
  now: number,
): void {
  expireRolling(counter, spec, now);
  // Its slot has rolled out: those that are left belong to others.
  if (takenAt + spec.guardMs + periodOf(spec) <= now) return;
  removeSlot(counter, amount, takenAt + spec.guardMs);
}

export function rollingFreesAt(
  counter: Rolling,
  spec: WindowSpec,
  limit: number,
  { amount, takenAt: now }: Taken,
): number {
  expireRolling(counter, spec, now);
  let toFree = counter.used + amount - limit;
  for (const slot of counter.slots) {
    toFree -= slot.amount;
    if (toFree <= slack) return slot.at + periodOf(spec);
  }
  return now;
}

export function rollingResetsAt(counter: Rolling, spec: WindowSpec, now: number): number | null {
  expireRolling(counter, spec, now);
  const last = counter.slots.at(-1);
  return last === undefined ? null : last.at + periodOf(spec);
}

/** Takes from the earliest slot that can be the one: a later slot of somebody else must go on counting. */
function removeSlot(counter: Rolling, amount: number, at: number): void {
  let left = amount;
  for (const slot of counter.slots) {
    if (slot.at < at) continue;
    const part = Math.min(slot.amount, left);
    slot.amount -= part;
    counter.used -= part;
    left -= part;
    if (left <= slack) return;
  }
}
