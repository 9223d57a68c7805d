import type { ExpressionBuilder, Expression } from 'kysely';
import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { Queries, Tables, UsageTable } from './tables.ts';
import type { UsageCounts } from './usage-counts.ts';
import { sumUsage, type UsageQuestion, type UsageSum } from './usage-sums.ts';

/** What one day, provider, model, key and app came to; as an argument of `addUsage` what is to be added to it. */
export interface UsageRow extends UsageCounts {
  /** `2026-11-21`, in UTC. */
  readonly day: string;
  readonly provider: string;
  readonly model: string;
  readonly keyId: string;
  /** The group of surfaces that was asked; `other` = none of them, or before this was counted. */
  readonly app: string;
  /** Served by the local fallback. */
  readonly local: boolean;
}

export interface UsageRepository {
  /** All or none. */
  addUsage(rows: readonly UsageRow[]): Promise<void>;
  usageOf(day: string): Promise<readonly UsageRow[]>;
  /** Both days included. */
  usageBetween(from: string, to: string): Promise<readonly UsageRow[]>;
  sums(question: UsageQuestion): Promise<readonly UsageSum[]>;
}

const COLUMNS = 16;
const DIMENSIONS = ['day', 'provider', 'model', 'key_id', 'app', 'local'] as const;
type Count = Exclude<keyof UsageTable, (typeof DIMENSIONS)[number]>;

export function createUsageRepository(db: Queries, atomically: Atomically): UsageRepository {
  async function usageBetween(from: string, to: string): Promise<UsageRow[]> {
    const days = db.selectFrom('usage_days').selectAll().where('day', '>=', from).where('day', '<=', to);
    const rows = await days
      .orderBy('day')
      .orderBy('provider')
      .orderBy('model')
      .orderBy('key_id')
      .orderBy('app')
      .orderBy('local')
      .execute();
    return rows.map(fromRow);
  }

  return {
    usageBetween,
    usageOf: (day) => usageBetween(day, day),
    sums: (question) => sumUsage(db, question),
    async addUsage(rows) {
      const parts = [...chunks(rows.map(toRow), COLUMNS)];
      atomically(
        parts.map((part) =>
          db
            .insertInto('usage_days')
            .values(part)
            .onConflict((conflict) => conflict.columns(DIMENSIONS).doUpdateSet(increments)),
        ),
      );
    },
  };
}

type Builder = ExpressionBuilder<Tables & { excluded: UsageTable }, 'usage_days' | 'excluded'>;

function increments(build: Builder): Record<Count, Expression<number>> {
  const plus = (column: Count): Expression<number> =>
    build(`usage_days.${column}`, '+', build.ref(`excluded.${column}`));
  return {
    requests: plus('requests'),
    successes: plus('successes'),
    failures: plus('failures'),
    prompt_tokens: plus('prompt_tokens'),
    completion_tokens: plus('completion_tokens'),
    saved_usd_micros: plus('saved_usd_micros'),
    timed: plus('timed'),
    took_ms: plus('took_ms'),
    first_tokens: plus('first_tokens'),
    first_token_ms: plus('first_token_ms'),
  };
}

function fromRow(row: UsageTable): UsageRow {
  return {
    day: row.day,
    provider: row.provider,
    model: row.model,
    keyId: row.key_id,
    app: row.app,
    local: row.local === 1,
    requests: row.requests,
    successes: row.successes,
    failures: row.failures,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    savedUsdMicros: row.saved_usd_micros,
    timed: row.timed,
    tookMs: row.took_ms,
    firstTokens: row.first_tokens,
    firstTokenMs: row.first_token_ms,
  };
}

/** The columns are whole numbers: a fraction of a millionth is rounded. */
function toRow(row: UsageRow): UsageTable {
  return {
    day: row.day,
    provider: row.provider,
    model: row.model,
    key_id: row.keyId,
    app: row.app,
    local: Number(row.local),
    requests: row.requests,
    successes: row.successes,
    failures: row.failures,
    prompt_tokens: Math.round(row.promptTokens),
    completion_tokens: Math.round(row.completionTokens),
    saved_usd_micros: Math.round(row.savedUsdMicros),
    timed: row.timed,
    took_ms: Math.round(row.tookMs),
    first_tokens: row.firstTokens,
    first_token_ms: Math.round(row.firstTokenMs),
  };
}
