import type { Database } from 'better-sqlite3';

/**
 * Writes the whole file anew, so that nothing is left of what went: not in gaps of pages, where SQLite leaves copies of
 * rows that it moved, and not in the log. Takes as long as the file is large, and as much room again.
 */
export type Compact = () => void;

export function createCompact(sqlite: Database): Compact {
  return () => {
    sqlite.exec('vacuum');
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
  };
}
