import { limitOf, spareOf, type Bucket } from '../../src/engine/bucket.ts';
import type { Demand, Reservation } from '../../src/engine/reserve.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';

/** What became of the reservations of a ledger. */
export interface LedgerWatch {
  readonly ledger: Ledger;
  /** How each reservation ended, in order. */
  readonly ends: ReadonlyMap<Reservation, readonly ('settled' | 'refunded')[]>;
  /** Bucket id → what calls used beyond their reservations. */
  readonly excess: ReadonlyMap<string, number>;
  /** Ids of buckets that were overdrawn by more than that. */
  readonly overdrawn: ReadonlySet<string>;
}

export interface LedgerWatchOptions {
  /** Called before each reservation is tried. */
  readonly onReserve?: () => void;
}

export function watchLedger(inner: Ledger, { onReserve }: LedgerWatchOptions = {}): LedgerWatch {
  const ends = new Map<Reservation, ('settled' | 'refunded')[]>();
  const excess = new Map<string, number>();
  const overdrawn = new Set<string>();

  function check(demands: readonly Demand[], now: number): void {
    for (const { bucket } of demands) {
      const { id } = bucket.spec;
      if (limitOf(bucket, now) === Infinity) continue;
      if (spareOf(bucket, now) < -(excess.get(id) ?? 0) - 1e-6) overdrawn.add(id);
    }
  }

  function noteExcess({ demands }: Reservation, used: readonly number[]): void {
    demands.forEach(({ bucket, amount }: { bucket: Bucket; amount: number }, index) => {
      const beyond = (used[index] ?? amount) - amount;
      if (beyond > 0) excess.set(bucket.spec.id, (excess.get(bucket.spec.id) ?? 0) + beyond);
    });
  }

  const ledger: Ledger = {
    ...inner,
    reserve: (demands, now) => {
      onReserve?.();
      const taken = inner.reserve(demands, now);
      if (!(taken instanceof Promise) && !('refusedBy' in taken)) ends.set(taken, []);
      check(demands, now);
      return taken;
    },
    settle: (reservation, used, now) => {
      ends.get(reservation)?.push('settled');
      noteExcess(reservation, used);
      const done = inner.settle(reservation, used, now);
      check(reservation.demands, now);
      return done;
    },
    refund: (reservation, now) => {
      ends.get(reservation)?.push('refunded');
      return inner.refund(reservation, now);
    },
  };
  return { ledger, ends, excess, overdrawn };
}
