import type { Atomically } from './atomically.ts';
import type { ClientKeyTable, Queries } from './tables.ts';

/** A key of one of our own clients (`sk-noria-…`), of which only a hash is kept. */
export interface StoredClientKey {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  /** Its first 8 and last 4 characters; null for a key of a version that did not keep them. */
  readonly masked: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** null = no limit. */
  readonly requestsPerMinute: number | null;
  readonly tokensPerDay: number | null;
  /** What it may write as model; null = anything. */
  readonly routes: readonly string[] | null;
  /** Groups of routes it may use; null = all. */
  readonly apps: readonly string[] | null;
  /** Epoch ms; null = never. */
  readonly expiresAt: number | null;
  readonly enabled: boolean;
}

export type ClientKeyChange = Partial<Omit<StoredClientKey, 'id' | 'createdAt' | 'lastUsedAt'>>;

export interface ClientKeyRepository {
  list(): Promise<readonly StoredClientKey[]>;
  byHash(hash: string): Promise<StoredClientKey | null>;
  /** False = a key with this hash is there already. */
  add(key: StoredClientKey): Promise<boolean>;
  /** The changed key; null = there is none. */
  change(id: string, change: ClientKeyChange): Promise<StoredClientKey | null>;
  /** Times of last use by id, gathered by the caller: nobody writes at every request. */
  touch(usedAt: ReadonlyMap<string, number>): Promise<void>;
  /** False = there was none. */
  remove(id: string): Promise<boolean>;
}

export function createClientKeyRepository(db: Queries, atomically: Atomically): ClientKeyRepository {
  async function find(column: 'id' | 'hash', value: string): Promise<StoredClientKey | null> {
    const row = await db.selectFrom('client_keys').selectAll().where(column, '=', value).executeTakeFirst();
    return row === undefined ? null : fromRow(row);
  }

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
    byHash: (hash) => find('hash', hash),
    async add(key) {
      const { id, createdAt: created_at, lastUsedAt: last_used_at } = key;
      // All columns are named: a whole key has them all.
      const row = { ...columnsOf(key), id, created_at, last_used_at } as ClientKeyTable;
      const insert = db
        .insertInto('client_keys')
        .values(row)
        .onConflict((conflict) => conflict.column('hash').doNothing());
      const { numInsertedOrUpdatedRows = 0n } = await insert.executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    },
    async change(id, change) {
      const columns = columnsOf(change);
      if (Object.keys(columns).length > 0)
        await db.updateTable('client_keys').set(columns).where('id', '=', id).execute();
      return find('id', id);
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

function fromRow(row: ClientKeyTable): StoredClientKey {
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    masked: row.masked,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    requestsPerMinute: row.requests_per_minute,
    tokensPerDay: row.tokens_per_day,
    routes: listOf(row.routes),
    apps: listOf(row.apps),
    expiresAt: row.expires_at,
    enabled: row.enabled === 1,
  };
}

/** Those that are named. */
function columnsOf(key: ClientKeyChange): Partial<ClientKeyTable> {
  const { name, hash, masked, requestsPerMinute, tokensPerDay, routes, apps, expiresAt, enabled } = key;
  return {
    ...(name !== undefined && { name }),
    ...(hash !== undefined && { hash }),
    ...(masked !== undefined && { masked }),
    ...(requestsPerMinute !== undefined && { requests_per_minute: requestsPerMinute }),
    ...(tokensPerDay !== undefined && { tokens_per_day: tokensPerDay }),
    ...(routes !== undefined && { routes: routes && JSON.stringify(routes) }),
    ...(apps !== undefined && { apps: apps && JSON.stringify(apps) }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(enabled !== undefined && { enabled: Number(enabled) }),
  };
}

function listOf(json: string | null): readonly string[] | null {
  return json === null ? null : (JSON.parse(json) as string[]);
}
