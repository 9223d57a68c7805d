import { slack, type WindowSpec } from './span.ts';
import type { Slot } from './rolling.ts';

/** What runs now, and what was broken off so lately that the provider may not know yet. */
export interface InFlight {
  readonly kind: 'in_flight';
  used: number;
  /** Of `used`: until when it is held. */
  readonly lingering: Slot[];
}

export function emptyInFlight(): InFlight {
  return { kind: 'in_flight', used: 0, lingering: [] };
}

export function inFlightUsed(counter: InFlight, now: number): number {
  const { lingering } = counter;
  while (lingering.length > 0 && (lingering[0]?.at ?? 0) <= now)
    counter.used = Math.max(0, counter.used - (lingering.shift()?.amount ?? 0));
  return counter.used;
}

/** The place is free when the provider has heard of it. */
export function letLinger(counter: InFlight, { guardMs }: WindowSpec, amount: number, now: number): void {
  counter.lingering.push({ at: now + guardMs, amount });
}

/** Infinity when no clock frees it, but the end of a call. */
export function inFlightFreesAt(counter: InFlight, limit: number, amount: number, now: number): number {
  let toFree = inFlightUsed(counter, now) + amount - limit;
  for (const { at, amount: held } of counter.lingering) {
    toFree -= held;
    if (toFree <= slack) return at;
  }
  return Infinity;
}
