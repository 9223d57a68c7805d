import type { Evidence, Limit, Unit, Window, WindowLength } from './types.ts';

/** How the figures of one source are written: `const listed = limitsFrom({ asOf, evidence }); listed('requests', 30, refill('minute'))`. */
export function limitsFrom(source: {
  readonly asOf: string;
  readonly evidence: Evidence;
  readonly note?: string;
}): (unit: Unit, amount: number, window: Window) => Limit {
  return (unit, amount, window) => ({ unit, amount, window, ...source });
}

export function refill(length: WindowLength): Window {
  return { kind: 'refill', length };
}

/** A calendar window; `zone` is an IANA name. */
export function fixed(length: WindowLength, zone = 'UTC'): Window {
  return { kind: 'fixed', length, zone };
}

export function rolling(length: WindowLength): Window {
  return { kind: 'rolling', length };
}
