import type { Database, Statement } from 'better-sqlite3';

/** A bucket's or a key's state as the ledger wrote it: `state` is JSON of its own making. */
export interface LedgerRow {
  readonly id: string;
  readonly state: string;
  readonly updatedAt: number;
}

export type LedgerKind = 'buckets' | 'states';

export interface LedgerChanges {
  readonly buckets?: Iterable<LedgerRow>;
  readonly states?: Iterable<LedgerRow>;
}

/** The only part of the store that answers at once: the ledger groups its writes and cannot wait between them. */
export interface LedgerRows {
  load(kind: LedgerKind): readonly LedgerRow[];
  /** All of them in one transaction, or none; when it returns, `kill -9` cannot take them back. */
  write(changes: LedgerChanges): void;
  /** Forgets what was last written before this time; answers how many. */
  forget(kind: LedgerKind, before: number): number;
}

const KINDS: readonly LedgerKind[] = ['buckets', 'states'];

export function createLedgerRows(sqlite: Database): LedgerRows {
  const buckets = statementsOf(sqlite, 'buckets');
  const states = statementsOf(sqlite, 'states');
  const of = { buckets, states } satisfies Record<LedgerKind, LedgerStatements>;

  const write = sqlite.transaction((changes: LedgerChanges) => {
    for (const kind of KINDS) {
      for (const { id, state, updatedAt } of changes[kind] ?? []) of[kind].upsert.run(id, state, updatedAt);
    }
  });

  return {
    load: (kind) => of[kind].all.all(),
    write,
    forget: (kind, before) => of[kind].forget.run(before).changes,
  };
}

interface LedgerStatements {
  readonly all: Statement<[], LedgerRow>;
  readonly upsert: Statement<[id: string, state: string, updatedAt: number]>;
  readonly forget: Statement<[before: number]>;
}

function statementsOf(sqlite: Database, kind: LedgerKind): LedgerStatements {
  const table = `ledger_${kind}`;
  return {
    all: sqlite.prepare(`select id, state, updated_at as updatedAt from ${table} order by id`),
    upsert: sqlite.prepare(
      `insert into ${table} (id, state, updated_at) values (?, ?, ?)
       on conflict (id) do update set state = excluded.state, updated_at = excluded.updated_at`,
    ),
    forget: sqlite.prepare(`delete from ${table} where updated_at < ?`),
  };
}
