import type { TokenSide, Unit, Window, WindowLength } from '../catalog/types.ts';
import { lengthMs } from '../engine/windows.ts';

/** One limit as the provider itself counts it. */
export interface TruthLimit {
  readonly unit: Unit;
  readonly side?: TokenSide;
  readonly amount: number;
  readonly window: TruthWindow;
  /** Who owns the counter. */
  readonly per: 'account' | 'account_model' | 'key' | 'ip';
  /** Only these models; a leading or trailing `*` stands for anything. */
  readonly models?: readonly string[];
  /** A refused call is counted all the same. */
  readonly counts429?: boolean;
}

export interface TruthWindow {
  readonly kind: Window['kind'];
  readonly ms: number;
  /** A calendar window of `zone`; without it, multiples of `ms`. */
  readonly calendar?: WindowLength;
  readonly zone?: string;
}

export function truthWindow(window: Window): TruthWindow {
  if (window.kind === 'in_flight') return { kind: 'in_flight', ms: 0 };
  const ms = lengthMs(window.length);
  if (window.kind === 'fixed') return { kind: 'fixed', ms, calendar: window.length, zone: window.zone };
  return { kind: window.kind, ms };
}

export function matchesModel({ models }: Pick<TruthLimit, 'models'>, model: string): boolean {
  if (models === undefined) return true;
  return models.some((pattern) => {
    if (pattern.startsWith('*')) return model.endsWith(pattern.slice(1));
    return pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : pattern === model;
  });
}
