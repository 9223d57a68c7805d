import type { Database } from 'better-sqlite3';

/** One step of the schema. Once released it is never changed: the next one corrects it. */
export interface Migration {
  /** Where it stands in the list, from 1. */
  readonly number: number;
  readonly name: string;
  /** Runs inside the transaction of all pending steps. */
  readonly up: (sqlite: Database) => void;
}
