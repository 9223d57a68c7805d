import { firstTables } from './001-first-tables.ts';
import { traces } from './002-traces.ts';
import { responses } from './003-responses.ts';
import { clientRules } from './004-client-rules.ts';
import { usageOfApps } from './005-usage-of-apps.ts';
import { tracePages } from './006-trace-pages.ts';
import { removedKeys } from './007-removed-keys.ts';
import { routes } from './008-routes.ts';
import type { Migration } from './migration.ts';

/** In order, without a gap. */
export const migrations: readonly Migration[] = [
  firstTables,
  traces,
  responses,
  clientRules,
  usageOfApps,
  tracePages,
  removedKeys,
  routes,
];
