import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { createAtomically, type Atomically } from './atomically.ts';
import { createClientKeyRepository, type ClientKeyRepository } from './client-keys.ts';
import { createClientUsageRepository, type ClientUsageRepository } from './client-usage.ts';
import { createCompact } from './compact.ts';
import { createKeyRepository, type KeyRepository } from './keys.ts';
import { createLedgerRows, type LedgerRows } from './ledger-rows.ts';
import { createMetaRepository, type MetaRepository } from './meta.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { createProviderSettingsRepository, type ProviderSettingsRepository } from './provider-settings.ts';
import { createRemovedKeyRepository, type RemovedKeyRepository } from './removed-keys.ts';
import { createResponseRepository, type ResponseRepository } from './responses.ts';
import { createRouteRepository, type RouteRepository } from './routes.ts';
import { StoreError } from './store-error.ts';
import type { Queries, Tables } from './tables.ts';
import { createTraceRepository, type TraceRepository } from './traces.ts';
import { createUsageRepository, type UsageRepository } from './usage.ts';

export interface Store extends AsyncDisposable {
  readonly keys: KeyRepository;
  readonly removedKeys: RemovedKeyRepository;
  readonly providerSettings: ProviderSettingsRepository;
  readonly clientKeys: ClientKeyRepository;
  readonly clientUsage: ClientUsageRepository;
  readonly meta: MetaRepository;
  readonly usage: UsageRepository;
  readonly traces: TraceRepository;
  readonly responses: ResponseRepository;
  readonly routes: RouteRepository;
  readonly ledger: LedgerRows;
  /** For the repositories of the apps. */
  readonly db: Queries;
  readonly atomically: Atomically;
  /** Another number than before = another process has written. Costs microseconds. */
  outsideChanges(): number;
  close(): Promise<void>;
}

/** Memory that SQLite may use for pages, in KiB; negative is its way to say so. */
const CACHE_KIB = -32_768;

/**
 * Opens the tables in one file, made and migrated as needed. `:memory:` is a store for tests.
 * @throws StoreError when the file is not usable or was written by a newer version
 */
export function openStore(path: string): Store {
  const sqlite = openFile(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  const atomically = createAtomically(sqlite);
  // Not `db.destroy()`: Kysely is not the only user of the connection.
  const close = async (): Promise<void> => void sqlite.close();
  return {
    keys: createKeyRepository(db, atomically),
    removedKeys: createRemovedKeyRepository(db, atomically, sqlite),
    providerSettings: createProviderSettingsRepository(db),
    clientKeys: createClientKeyRepository(db, atomically),
    clientUsage: createClientUsageRepository(db, atomically),
    meta: createMetaRepository(db),
    usage: createUsageRepository(db, atomically),
    traces: createTraceRepository(db, atomically, createCompact(sqlite)),
    responses: createResponseRepository(db, atomically),
    routes: createRouteRepository(db, atomically),
    ledger: createLedgerRows(sqlite),
    db,
    atomically,
    outsideChanges: () => Number(sqlite.pragma('data_version', { simple: true })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openFile(path: string): Database.Database {
  let sqlite: Database.Database | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    sqlite = new Database(path);
    if (path !== ':memory:') chmodSync(path, 0o600);
    configure(sqlite);
    migrate(sqlite, migrations);
    // A crash may have come between the end of a secret in the tables and its end in the log.
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    return sqlite;
  } catch (error) {
    sqlite?.close();
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`the tables ${path} cannot be opened: ${reason}`, { cause: error });
  }
}

function configure(sqlite: Database.Database): void {
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = NORMAL');
  sqlite.pragma('foreign_keys = ON');
  // Deleted secrets are overwritten: https://www.sqlite.org/pragma.html#pragma_secure_delete
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma(`cache_size = ${CACHE_KIB}`);
}
