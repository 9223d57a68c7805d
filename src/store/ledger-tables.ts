import type { LedgerRow, LedgerRows } from './ledger-rows.ts';

type Row = { readonly id: string; readonly state: string };

/** The ledger's view of its two tables. */
export interface LedgerTables {
  readBuckets(): readonly Row[];
  readStates(): readonly Row[];
  writeBuckets(rows: readonly Row[], now: number): void;
  writeStates(rows: readonly Row[], now: number): void;
}

export function ledgerTables(rows: LedgerRows): LedgerTables {
  return {
    readBuckets: () => rows.load('buckets'),
    readStates: () => rows.load('states'),
    writeBuckets: (changed, now) => rows.write({ buckets: stamped(changed, now) }),
    writeStates: (changed, now) => rows.write({ states: stamped(changed, now) }),
  };
}

function stamped(rows: readonly Row[], updatedAt: number): LedgerRow[] {
  return rows.map(({ id, state }) => ({ id, state, updatedAt }));
}
