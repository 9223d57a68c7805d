import { sql, type RawBuilder } from 'kysely';
import type { Queries, UsageTable } from './tables.ts';
import type { UsageCounts } from './usage-counts.ts';

export type UsageColumn = 'provider' | 'model' | 'keyId' | 'app' | 'day';

/** What usage is added up by; both days are included. */
export interface UsageQuestion {
  readonly from: string;
  readonly to: string;
  readonly by: readonly UsageColumn[];
  /** Rows at most. */
  readonly limit: number;
}

/** What some rows came to together. Those columns that were asked for are there. */
export interface UsageSum extends UsageCounts {
  readonly provider?: string;
  readonly model?: string;
  readonly keyId?: string;
  readonly app?: string;
  readonly day?: string;
}

const columns = {
  provider: 'provider',
  model: 'model',
  keyId: 'key_id',
  app: 'app',
  day: 'day',
} as const satisfies Record<UsageColumn, keyof UsageTable>;

const counts = {
  requests: 'requests',
  successes: 'successes',
  failures: 'failures',
  promptTokens: 'prompt_tokens',
  completionTokens: 'completion_tokens',
  savedUsdMicros: 'saved_usd_micros',
  timed: 'timed',
  tookMs: 'took_ms',
  firstTokens: 'first_tokens',
  firstTokenMs: 'first_token_ms',
} as const satisfies Record<keyof UsageCounts, keyof UsageTable>;

/** Adds up in the database; in the order of the columns asked for. Without any: one row, or none where nothing was counted. */
export async function sumUsage(db: Queries, { from, to, by, limit }: UsageQuestion): Promise<UsageSum[]> {
  const names = [...new Set(by)];
  const asked = names.map((name) => sql<string>`${sql.ref(columns[name])}`.as(name));
  const sums = Object.entries(counts).map(([name, column]) => totalOf(column).as(name as keyof UsageCounts));
  let query = db
    .selectFrom('usage_days')
    .select([...asked, ...sums])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .having((all) => all.fn.countAll(), '>', 0)
    .limit(limit);
  for (const name of names) query = query.groupBy(columns[name]).orderBy(columns[name]);
  return query.execute();
}

function totalOf(column: keyof UsageTable): RawBuilder<number> {
  return sql<number>`sum(${sql.ref(column)})`;
}
