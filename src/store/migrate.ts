import type { Database } from 'better-sqlite3';
import type { Migration } from './migrations/migration.ts';
import { StoreError } from './store-error.ts';

/**
 * Brings the schema up to this version of Noria: every missing step in one transaction, or none of them.
 * @throws StoreError when the file was written by a newer version
 */
export function migrate(sqlite: Database, migrations: readonly Migration[]): void {
  sqlite.exec('create table if not exists meta (name text primary key, value text not null) strict');
  const upgrade = sqlite.transaction(() => {
    const present = schemaOf(sqlite);
    const newest = migrations.length;
    if (present > newest) throw new StoreError(newerSchema(sqlite.name, present, newest));
    for (const { up } of migrations.slice(present)) up(sqlite);
    sqlite
      .prepare(`insert into meta values ('schema', ?) on conflict do update set value = excluded.value`)
      .run(String(newest));
  });
  // Takes the lock before it looks, so that of two that start at once the second finds the work done.
  upgrade.immediate();
}

function schemaOf(sqlite: Database): number {
  const value: unknown = sqlite.prepare(`select value from meta where name = 'schema'`).pluck().get();
  return Number(value ?? 0);
}

function newerSchema(path: string, present: number, newest: number): string {
  return (
    `${path} was written by a newer version of Noria (schema ${present}, this version knows ${newest}). ` +
    'Start the newer version, or give this one another folder in NORIA_DATA'
  );
}
