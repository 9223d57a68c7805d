import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadMasterKey } from '../../config/master-key.ts';
import { createVault } from '../../config/secrets.ts';
import type { Config } from '../../config/types.ts';

/** A key that was added while Noria ran, opened to be tested. */
export interface OpenedKey {
  readonly provider: string;
  readonly secret: string;
  readonly label: string | null;
  readonly account: string | null;
  readonly place: string | null;
}

interface Row {
  readonly id: string;
  readonly provider: string;
  readonly sealed: string;
  readonly label: string | null;
  readonly account: string | null;
}

/**
 * The keys of the tables, only read, of a folder that nobody holds.
 * @throws SealError when they were sealed with another master key; ConfigError when the master key is damaged
 */
export function storedSecrets({ server }: Config): OpenedKey[] {
  const { dataFolder, masterKey } = server;
  const path = join(dataFolder, 'noria.sqlite');
  if (!existsSync(path)) return [];
  const rows = rowsOf(path);
  // A master key is not made here: without one, nothing of this opens.
  if (rows.length === 0 || (masterKey === null && !existsSync(join(dataFolder, 'master.key')))) return [];
  const vault = createVault(loadMasterKey({ dataFolder, configured: masterKey }).bytes);
  return rows.map(({ id, provider, sealed, label, account }) => ({
    provider,
    secret: vault.open(sealed, id),
    label,
    account,
    place: null,
  }));
}

function rowsOf(path: string): Row[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare(
        'select id, provider, sealed_secret as sealed, label, account from keys where enabled = 1 order by created_at, id',
      )
      .all() as Row[];
  } finally {
    database.close();
  }
}
