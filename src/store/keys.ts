import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { KeyTable, Queries } from './tables.ts';

/** A provider's key that was added while running. The secret is sealed by the vault, the id being its associated data. */
export interface StoredKey {
  readonly id: string;
  readonly provider: string;
  readonly sealedSecret: string;
  readonly fingerprint: string;
  readonly label: string | null;
  readonly account: string | null;
  readonly enabled: boolean;
  readonly createdAt: number;
}

export type KeyChange = Partial<Pick<StoredKey, 'label' | 'account' | 'enabled' | 'sealedSecret'>>;

export interface KeyRepository {
  list(): Promise<readonly StoredKey[]>;
  get(id: string): Promise<StoredKey | null>;
  /** Those of these fingerprints that are stored. */
  byFingerprints(fingerprints: readonly string[]): Promise<readonly StoredKey[]>;
  /** All or none. Keys whose fingerprint is stored already are left out; answers the added ones. */
  add(keys: readonly StoredKey[]): Promise<readonly StoredKey[]>;
  /** The changed key; null = there is none. */
  change(id: string, change: KeyChange): Promise<StoredKey | null>;
  /** Successes and failures of each key over its whole life, by id; those that stand in the configuration, too. */
  lifeCounts(): Promise<ReadonlyMap<string, KeyCounts>>;
}

export interface KeyCounts {
  readonly successes: number;
  readonly failures: number;
}

const COLUMNS = 8;

export function createKeyRepository(db: Queries, atomically: Atomically): KeyRepository {
  async function selectIn(column: 'id' | 'fingerprint', values: readonly string[]): Promise<StoredKey[]> {
    const found: StoredKey[] = [];
    for (const part of chunks(values)) {
      const rows = await db.selectFrom('keys').selectAll().where(column, 'in', part).execute();
      found.push(...rows.map(fromRow));
    }
    return found;
  }

  async function get(id: string): Promise<StoredKey | null> {
    const row = await db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : fromRow(row);
  }

  return {
    get,
    byFingerprints: (fingerprints) => selectIn('fingerprint', fingerprints),
    async list() {
      const rows = await db.selectFrom('keys').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(fromRow);
    },
    async add(keys) {
      const parts = [...chunks(keys.map(toRow), COLUMNS)];
      atomically(
        parts.map((part) =>
          db
            .insertInto('keys')
            .values(part)
            .onConflict((conflict) => conflict.column('fingerprint').doNothing()),
        ),
      );
      return selectIn(
        'id',
        keys.map(({ id }) => id),
      );
    },
    async change(id, change) {
      const { sealedSecret: sealed_secret, enabled, ...rest } = change;
      const columns = {
        ...rest,
        ...(sealed_secret !== undefined && { sealed_secret }),
        ...(enabled !== undefined && { enabled: Number(enabled) }),
      };
      if (Object.keys(columns).length > 0)
        await db.updateTable('keys').set(columns).where('id', '=', id).execute();
      return get(id);
    },
    async lifeCounts() {
      const rows = await db
        .selectFrom('usage_days')
        .select(({ fn }) => [
          'key_id',
          fn.sum<number>('successes').as('successes'),
          fn.sum<number>('failures').as('failures'),
        ])
        .groupBy('key_id')
        .execute();
      return new Map(rows.map(({ key_id: id, ...counts }) => [id, counts]));
    },
  };
}

export function fromRow(row: KeyTable): StoredKey {
  const { sealed_secret: sealedSecret, created_at: createdAt, enabled, ...rest } = row;
  return { ...rest, sealedSecret, createdAt, enabled: enabled === 1 };
}

function toRow(key: StoredKey): KeyTable {
  const { sealedSecret, createdAt, enabled, ...rest } = key;
  return { ...rest, sealed_secret: sealedSecret, created_at: createdAt, enabled: Number(enabled) };
}
