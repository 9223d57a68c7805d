import type { Atomically } from './atomically.ts';
import type { ClientKeyTable, Queries } from './tables.ts';

/** A key of one of our own clients (`sk-noria-…`), of which only a hash is kept. */
export interface StoredClientKey {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface ClientKeyRepository {
  list(): Promise<readonly StoredClientKey[]>;
  byHash(hash: string): Promise<StoredClientKey | null>;
  /** False = a key with this hash is there already. */
  add(key: StoredClientKey): Promise<boolean>;
  /** Times of last use by id, gathered by the caller: nobody writes at every request. */
  touch(usedAt: ReadonlyMap<string, number>): Promise<void>;
  /** False = there was none. */
  remove(id: string): Promise<boolean>;
}

export function createClientKeyRepository(db: Queries, atomically: Atomically): ClientKeyRepository {
  return {
    async list() {
      const rows = await db
        .selectFrom('client_keys')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
    async byHash(hash) {
      const row = await db.selectFrom('client_keys').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row === undefined ? null : fromRow(row);
    },
    async add({ id, name, hash, createdAt, lastUsedAt }) {
      const row = { id, name, hash, created_at: createdAt, last_used_at: lastUsedAt };
      const insert = db
        .insertInto('client_keys')
        .values(row)
        .onConflict((conflict) => conflict.column('hash').doNothing());
      const { numInsertedOrUpdatedRows = 0n } = await insert.executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    },
    async touch(usedAt) {
      const rows = [...usedAt];
      atomically(
        rows.map(([id, at]) => db.updateTable('client_keys').set({ last_used_at: at }).where('id', '=', id)),
      );
    },
    async remove(id) {
      const { numDeletedRows } = await db.deleteFrom('client_keys').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function fromRow({ id, name, hash, created_at, last_used_at }: ClientKeyTable): StoredClientKey {
  return { id, name, hash, createdAt: created_at, lastUsedAt: last_used_at };
}
