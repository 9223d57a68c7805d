import { firstTables } from './001-first-tables.ts';
import { traces } from './002-traces.ts';
import type { Migration } from './migration.ts';

/** In order, without a gap. */
export const migrations: readonly Migration[] = [firstTables, traces];
