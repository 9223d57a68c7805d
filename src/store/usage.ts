import type { ExpressionBuilder, Expression } from 'kysely';
import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { Queries, Tables, UsageTable } from './tables.ts';

/** What one day, provider, model and key came to; as an argument of `addUsage` what is to be added to it. */
export interface UsageRow {
  /** `2026-11-21`, in UTC. */
  readonly day: string;
  readonly provider: string;
  readonly model: string;
  readonly keyId: string;
  /** Served by the local fallback. */
  readonly local: boolean;
  readonly requests: number;
  readonly successes: number;
  readonly failures: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Millionths of a US dollar. */
  readonly savedUsdMicros: number;
}

export interface UsageRepository {
  /** All or none. */
  addUsage(rows: readonly UsageRow[]): Promise<void>;
  usageOf(day: string): Promise<readonly UsageRow[]>;
  /** Both days included. */
  usageBetween(from: string, to: string): Promise<readonly UsageRow[]>;
}

const COLUMNS = 11;
const DIMENSIONS = ['day', 'provider', 'model', 'key_id', 'local'] as const;
type Count = Exclude<keyof UsageTable, (typeof DIMENSIONS)[number]>;

export function createUsageRepository(db: Queries, atomically: Atomically): UsageRepository {
  async function usageBetween(from: string, to: string): Promise<UsageRow[]> {
    const days = db.selectFrom('usage_days').selectAll().where('day', '>=', from).where('day', '<=', to);
    const rows = await days
      .orderBy('day')
      .orderBy('provider')
      .orderBy('model')
      .orderBy('key_id')
      .orderBy('local')
      .execute();
    return rows.map(fromRow);
  }

  return {
    usageBetween,
    usageOf: (day) => usageBetween(day, day),
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
  };
}

function fromRow(row: UsageTable): UsageRow {
  const { key_id, local, prompt_tokens, completion_tokens, saved_usd_micros, ...rest } = row;
  return {
    ...rest,
    keyId: key_id,
    local: local === 1,
    promptTokens: prompt_tokens,
    completionTokens: completion_tokens,
    savedUsdMicros: saved_usd_micros,
  };
}

/** The columns are whole numbers: a fraction of a millionth is rounded. */
function toRow(row: UsageRow): UsageTable {
  const { keyId, local, promptTokens, completionTokens, savedUsdMicros, ...rest } = row;
  return {
    ...rest,
    key_id: keyId,
    local: Number(local),
    prompt_tokens: Math.round(promptTokens),
    completion_tokens: Math.round(completionTokens),
    saved_usd_micros: Math.round(savedUsdMicros),
  };
}
