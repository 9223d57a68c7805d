import type { TokenSide, Unit, WindowLength } from '../catalog/types.ts';

/** What one answer's headers say of one limit. */
export interface RateFact {
  readonly unit: Unit;
  readonly side: TokenSide;
  /** `stated`: the header does not name the window, its reset decides (OpenRouter). */
  readonly window: WindowLength | 'stated';
  readonly limit?: number;
  readonly remaining?: number;
  /** Epoch ms at which the window ends and everything is back. */
  readonly resetAt?: number;
  /** Epoch ms at which a refilling bucket is full again: not a wait. */
  readonly fullAt?: number;
}

export interface RateFacts {
  readonly facts: readonly RateFact[];
  /** Epoch ms from retry-after and its kin; only meaningful on a refusal. */
  readonly retryAt: number | null;
}
