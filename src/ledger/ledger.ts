import type { Buckets } from '../engine/lane-buckets.ts';
import type { Lane } from '../engine/nodes.ts';
import type { Demand, Reservation } from '../engine/reserve.ts';
import type { StateMemory } from '../engine/states.ts';
import type { Bucket } from '../engine/bucket.ts';

/** A reservation could not be made: the bucket that has too little. */
export interface Refused {
  readonly refusedBy: Bucket;
}

/** Memory answers at once; a ledger over a network answers with a promise. */
export type Soon<T> = T | Promise<T>;

/**
 * Where bucket counts and states live. One contract (ledger-contract.ts) for all that implement it:
 * - `reserve` takes from every bucket or from none, in one atomic step;
 * - every reservation ends in exactly one `settle` or `refund`; a second one throws;
 * - after a crash at any moment no counter is below what was reserved before it;
 * - no call waits for a disk.
 */
export interface Ledger extends Buckets {
  readonly states: StateMemory;
  /** `lane`: whom the call goes over, for a ledger that also decides who may serve. */
  reserve(demands: readonly Demand[], now: number, lane?: Lane): Soon<Reservation | Refused>;
  /** `used[i]` is what `demands[i]` really took, in the bucket's unit. */
  settle(reservation: Reservation, used: readonly number[], now: number): Soon<void>;
  refund(reservation: Reservation, now: number): Soon<void>;
  /** All buckets seen so far, for screens. */
  all(): Iterable<Bucket>;
  close(): Promise<void>;
}
