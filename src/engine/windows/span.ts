import type { Window, WindowLength } from '../../catalog/types.ts';

/** The part of a bucket's spec that the arithmetic needs. */
export interface WindowSpec {
  readonly window: Window;
  readonly guardMs: number;
}

/** What was taken, and when. */
export interface Taken {
  readonly amount: number;
  readonly takenAt: number;
}

/** What floats may lose of an amount. */
export const slack = 1e-6;

const lengths: Readonly<Record<WindowLength, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
};

export function lengthMs(length: WindowLength): number {
  return lengths[length];
}

export function periodOf(spec: WindowSpec): number {
  return spec.window.kind === 'in_flight' ? 0 : lengths[spec.window.length];
}
