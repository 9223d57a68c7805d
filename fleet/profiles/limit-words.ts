import type { LimitState } from '../counters/limit-book.ts';
import type { SimCalendar, SimLimit, SimUnit, SimWindow } from '../sim-spec.ts';

const lengths: readonly (readonly [number, SimCalendar])[] = [
  [1_000, 'second'],
  [60_000, 'minute'],
  [3_600_000, 'hour'],
  [86_400_000, 'day'],
];

/** The calendar name of a window's length. */
export function lengthOf(limit: SimLimit): SimCalendar {
  if (limit.window.calendar !== undefined) return limit.window.calendar;
  return lengths.find(([ms]) => limit.window.ms <= ms)?.[1] ?? 'month';
}

export function findState(
  states: readonly LimitState[],
  unit: SimUnit,
  length: SimCalendar,
  side?: 'all' | 'input' | 'output',
): LimitState | undefined {
  return states.find(
    ({ limit }) =>
      limit.unit === unit &&
      lengthOf(limit) === length &&
      (side === undefined || (limit.side ?? 'all') === side),
  );
}

export function remainingOf(state: LimitState): number {
  return Math.max(0, Math.floor(state.limit.amount - state.used + 1e-6));
}

export const refill = (ms: number): SimWindow => ({ kind: 'refill', ms });
export const rolling = (ms: number): SimWindow => ({ kind: 'rolling', ms });
export const inFlight: SimWindow = { kind: 'in_flight', ms: 0 };
export function fixed(calendar: SimCalendar, zone = 'UTC'): SimWindow {
  const ms = lengths.find(([, name]) => name === calendar)?.[0] ?? 30 * 86_400_000;
  return { kind: 'fixed', ms, calendar, zone };
}

/** `2m59.56s`, `370ms`, `6m0s`, as Go prints durations; milliseconds are the finest. */
export function goDuration(ms: number): string {
  const whole = Math.ceil(ms - 1e-6);
  if (whole < 1_000) return whole <= 0 ? '0s' : `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = (whole % 60_000) / 1_000;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}

/** Whole seconds of a wait, rounded up, at least 1; a wait without end is a minute. */
export function waitSeconds(ms: number): number {
  return Number.isFinite(ms) ? Math.max(1, Math.ceil(ms / 1_000)) : 60;
}

/** First 8 and last 4 characters, as providers echo a key. */
export function maskKey(key: string): string {
  return key.length <= 12 ? '****' : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;
}
