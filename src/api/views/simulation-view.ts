import type { DayResult } from '../../simulate/day-result.ts';

/** POST /api/simulate: what came of the day in virtual time. */
export type SimulationView = DayResult;

/** Its body. What is not named is as in this Noria now. */
export interface SimulationWish {
  /** `20000/day`, `100/hour`, `5/min`; a number alone is a day's. */
  readonly rate: string | number;
  /** Above 0; 24 when absent. */
  readonly hours?: number;
  /** Keys by provider; whoever names some names all there are. */
  readonly keys?: Readonly<Record<string, number>>;
  /** Accounts these keys lie in; each key in one of its own when absent. */
  readonly accounts?: Readonly<Record<string, number>>;
  /** With a local model. */
  readonly local?: boolean;
  readonly local_at_once?: number;
  /** How the requests lie over the day; `day` when absent. */
  readonly shape?: 'flat' | 'day' | 'burst' | 'rush';
  readonly seed?: number;
  /** ISO; midnight UTC of today when absent. */
  readonly start?: string;
}
