import type { ProviderSpec } from '../engine/nodes.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { Traffic } from './traffic.ts';
import type { TruthLimit } from './truth-limit.ts';

/** A day that is to be lived. Plain data, so that another thread can live it. */
export interface DayPlan {
  readonly traffic: Traffic;
  readonly seed: number;
  readonly providers: readonly PlannedProvider[];
  readonly routing: RoutingTable;
  readonly times: DayTimes;
}

/** The installation's patience, ms. */
export interface DayTimes {
  readonly requestMs: number;
  readonly maxWaitMs: number;
  /** Requests that may wait at once. */
  readonly maxWaiting: number;
  readonly firstTokenMs: number;
  readonly silenceMs: number;
}

export interface PlannedProvider {
  readonly spec: ProviderSpec;
  /** Keys of each account: [2, 1] = two accounts, the first with two keys. */
  readonly accounts: readonly number[];
  /** What the provider enforces, where that is to be something else than what is known of it. */
  readonly truth?: readonly TruthLimit[];
  /** Calls that it answers at once, the others wait there; null = as many as come. */
  readonly parallel: number | null;
}
