import { firstTables } from './001-first-tables.ts';
import { traces } from './002-traces.ts';
import { responses } from './003-responses.ts';
import { clientRules } from './004-client-rules.ts';
import type { Migration } from './migration.ts';

/** In order, without a gap. */
export const migrations: readonly Migration[] = [firstTables, traces, responses, clientRules];
