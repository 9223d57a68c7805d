import { windowEnd, windowStart } from '../calendar.ts';
import type { Taken, WindowSpec } from './span.ts';

/** A calendar window. `ahead` is the part of `used` that the provider may count in the next one. `anchored`: the end was stated by the provider. */
export interface Fixed {
  readonly kind: 'fixed';
  startAt: number;
  endAt: number;
  used: number;
  ahead: number;
  anchored: boolean;
}

export function emptyFixed(): Fixed {
  return { kind: 'fixed', startAt: 0, endAt: 0, used: 0, ahead: 0, anchored: false };
}

/** Starts the next window once even a call counted late belongs to it; until then both windows are charged. */
export function turnFixed(counter: Fixed, spec: WindowSpec, now: number): void {
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

export function addToFixed(counter: Fixed, spec: WindowSpec, amount: number, now: number): void {
  turnFixed(counter, spec, now);
  counter.used += amount;
  if (now >= counter.endAt - spec.guardMs) counter.ahead += amount;
}

export function takeFromFixed(
  counter: Fixed,
  spec: WindowSpec,
  { amount, takenAt }: Taken,
  now: number,
): void {
  turnFixed(counter, spec, now);
  if (takenAt < counter.startAt - spec.guardMs) return;
  counter.used = Math.max(0, counter.used - amount);
  if (takenAt >= counter.endAt - spec.guardMs) counter.ahead = Math.max(0, counter.ahead - amount);
}

export function fixedFreesAt(
  counter: Fixed,
  spec: WindowSpec,
  limit: number,
  { amount, takenAt: now }: Taken,
): number {
  turnFixed(counter, spec, now);
  const next = counter.endAt + spec.guardMs;
  if (counter.ahead + amount <= limit || spec.window.kind !== 'fixed') return next;
  return windowEnd(spec.window.length, spec.window.zone, counter.endAt) + spec.guardMs;
}
