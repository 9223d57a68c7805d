import Database from 'better-sqlite3';
import { hashOf } from '../../keyring/access.ts';
import { adminMeta } from '../../keyring/admin-token.ts';
import { StoreError } from '../../store/store-error.ts';

/**
 * Only the table `meta`, which every version has: a Noria of another version may be using the rest.
 * @throws StoreError when it cannot be written
 */
export function replaceToken(path: string, token: string): void {
  withDatabase(path, (database) => {
    const put = database.prepare(
      'insert into meta values (?, ?) on conflict do update set value = excluded.value',
    );
    const drop = database.prepare('delete from meta where name = ?');
    database.transaction(() => {
      put.run(adminMeta.hash, hashOf(token));
      for (const name of [adminMeta.signIns, adminMeta.from]) drop.run(name);
    })();
  });
}

/** The last start had a token of its environment. */
export function wasGivenToken(path: string): boolean {
  return withDatabase(path, fromOf) === 'environment';
}

function fromOf(database: Database.Database): unknown {
  return database.prepare('select value from meta where name = ?').pluck().get(adminMeta.from);
}

function withDatabase<T>(path: string, use: (database: Database.Database) => T): T {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { fileMustExist: true, timeout: 5_000 });
    return use(database);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const told = `The tables ${path} cannot be changed (${reason}): run this as the user that Noria runs as.`;
    throw new StoreError(told, { cause });
  } finally {
    database?.close();
  }
}
