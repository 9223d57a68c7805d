import type { Database } from 'better-sqlite3';
import type { Atomically } from './atomically.ts';
import { fromRow, type StoredKey } from './keys.ts';
import type { Queries, RemovedKeyTable } from './tables.ts';

/** A key that was removed a moment ago, and can be brought back. */
export interface RemovedKey {
  readonly key: StoredKey;
  /** Epoch ms. */
  readonly removedAt: number;
  /** What whoever set it aside wants to know again. */
  readonly counters: unknown;
}

export interface RemovedKeyRepository {
  /** Takes the key out of the others. One that is not stored stays unknown. */
  setAside(id: string, removedAt: number, counters: unknown): Promise<void>;
  get(id: string): Promise<RemovedKey | null>;
  /** Puts it among the others again, as it was. @throws Error when the same key is there */
  putBack(id: string): Promise<void>;
  /**
   * Forgets those that were removed at `at` or before; answers how many. Nothing of them is left in the files then, not
   * even sealed, as soon as nobody else reads them.
   */
  wipe(at: number): Promise<number>;
}

const columns = [
  'id',
  'provider',
  'sealed_secret',
  'fingerprint',
  'label',
  'account',
  'enabled',
  'created_at',
] as const;

export function createRemovedKeyRepository(
  db: Queries,
  atomically: Atomically,
  sqlite: Database,
): RemovedKeyRepository {
  return {
    async setAside(id, removedAt, counters) {
      const aside = db
        .selectFrom('keys')
        .where('id', '=', id)
        .select((build) => [
          ...columns,
          build.val(removedAt).as('removed_at'),
          build.val(JSON.stringify(counters)).as('counters'),
        ]);
      atomically([
        // Only where another takes its place: asked twice at once, the first has done it.
        db
          .deleteFrom('removed_keys')
          .where('id', '=', id)
          .where('id', 'in', db.selectFrom('keys').select('id')),
        db
          .insertInto('removed_keys')
          .columns([...columns, 'removed_at', 'counters'])
          .expression(aside),
        db.deleteFrom('keys').where('id', '=', id),
      ]);
    },
    async get(id) {
      const row = await db.selectFrom('removed_keys').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : removedOf(row);
    },
    async putBack(id) {
      const back = db.selectFrom('removed_keys').where('id', '=', id).select(columns);
      atomically([
        db
          .insertInto('keys')
          .columns([...columns])
          .expression(back),
        db.deleteFrom('removed_keys').where('id', '=', id),
      ]);
    },
    wipe: async (at) => wipe(sqlite, at),
  };
}

/**
 * Deleting a row overwrites it (`secure_delete`), but not the copies that SQLite leaves in the gaps of pages when it moves
 * rows between them. So what stays is written anew: all former pages are freed then, and freed pages are overwritten whole.
 * Last the log, which has older pages, is emptied.
 */
function wipe(sqlite: Database, at: number): number {
  const wiped = sqlite.transaction(() => {
    const { changes } = sqlite.prepare('delete from removed_keys where removed_at <= ?').run(at);
    if (changes > 0) for (const table of ['keys', 'removed_keys']) writeAnew(sqlite, table);
    return changes;
  })();
  if (wiped > 0) sqlite.pragma('wal_checkpoint(TRUNCATE)');
  return wiped;
}

function writeAnew(sqlite: Database, table: string): void {
  const rows = sqlite.prepare(`select * from ${table}`).raw().all() as unknown[][];
  sqlite.exec(`delete from ${table}`);
  const places = rows[0]?.map(() => '?').join(', ');
  if (places === undefined) return;
  const insert = sqlite.prepare(`insert into ${table} values (${places})`);
  for (const row of rows) insert.run(row);
}

function removedOf({ removed_at: removedAt, counters, ...row }: RemovedKeyTable): RemovedKey {
  return { key: fromRow(row), removedAt, counters: JSON.parse(counters) as unknown };
}
