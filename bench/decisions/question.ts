import type { Pick } from '../../src/engine/choose.ts';
import type { Reservation } from '../../src/engine/reserve.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Decision } from './time-calls.ts';

/** A decision with what is wanted of it. */
export interface Question {
  readonly title: string;
  readonly decision: Decision;
  readonly calls: number;
  /** Calls before those that are measured, so that what is hot is compiled; default: half as many. */
  readonly warmup?: number;
  /** Few enough that their garbage does not fill the young generation. */
  readonly batch: number;
  /** µs at p99. */
  readonly goal: number;
}

export const manyCalls = 20_000;
export const fewCalls = 300;

/** @throws Error when nobody can serve: then the question was put wrongly */
export function chosen(pick: Pick | null): Pick {
  if (pick === null) throw new Error('nobody can serve');
  return pick;
}

/** @throws Error when a bucket has too little: what was chosen a moment ago must fit */
export function reserved(ledger: Ledger, { demands }: Pick, now: number): Reservation {
  const taken = ledger.reserve(demands, now);
  if (taken instanceof Promise || 'refusedBy' in taken) throw new Error('refused');
  return taken;
}
