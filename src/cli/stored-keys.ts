import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadMasterKey } from '../config/master-key.ts';
import { createVault } from '../config/secrets.ts';
import type { Config } from '../config/types.ts';
import type { OwnedKey } from '../simulate/house.ts';

interface KeyRow {
  readonly provider: string;
  readonly account: string | null;
  readonly fingerprint: string;
}

/** Keys that were added while the gateway ran and are not in the configuration as well. Only read: it may be running now. */
export function storedKeys({ server, providers }: Config): readonly OwnedKey[] {
  const path = join(server.dataFolder, 'noria.sqlite');
  if (!existsSync(path)) return [];
  const vault = createVault(
    loadMasterKey({ dataFolder: server.dataFolder, configured: server.masterKey }).bytes,
  );
  const configured = new Set(
    [...providers.values()].flatMap(({ id, keys }) =>
      keys.map(({ secret }) => vault.fingerprint(`${id}\n${secret}`)),
    ),
  );
  using sqlite = openRead(path);
  const rows = sqlite.database
    .prepare('select provider, account, fingerprint from keys where enabled = 1 order by created_at, id')
    .all() as KeyRow[];
  return rows.filter(({ fingerprint }) => !configured.has(fingerprint));
}

function openRead(path: string): Disposable & { readonly database: Database.Database } {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  return { database, [Symbol.dispose]: () => void database.close() };
}
