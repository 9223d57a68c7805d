import type { Database } from 'better-sqlite3';
import type { Compilable } from 'kysely';

/** Runs all of these in one transaction, or none. Nothing else can come between them. */
export type Atomically = (queries: Iterable<Compilable>) => void;

export function createAtomically(sqlite: Database): Atomically {
  return sqlite.transaction((queries: Iterable<Compilable>) => {
    for (const query of queries) {
      const { sql, parameters } = query.compile();
      sqlite.prepare(sql).run(...parameters);
    }
  });
}
