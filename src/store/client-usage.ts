import { sql } from 'kysely';
import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { Queries } from './tables.ts';

/** What one client's requests came to; as an argument of `add` what is to be added to it. */
export interface ClientUsage {
  readonly requests: number;
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ClientUsageRow extends ClientUsage {
  /** `2026-11-21`, in UTC. */
  readonly day: string;
  readonly client: string;
}

export interface ClientUsageRepository {
  /** All or none. */
  add(rows: readonly ClientUsageRow[]): Promise<void>;
  /** By client: of the days from `from` on, or of all. */
  since(from?: string): Promise<ReadonlyMap<string, ClientUsage>>;
}

const COLUMNS = 6;
const counts = ['requests', 'failures', 'input_tokens', 'output_tokens'] as const;

export function createClientUsageRepository(db: Queries, atomically: Atomically): ClientUsageRepository {
  return {
    async add(rows) {
      const parts = [...chunks(rows.map(toRow), COLUMNS)];
      atomically(
        parts.map((part) =>
          db
            .insertInto('client_usage_days')
            .values(part)
            .onConflict((conflict) =>
              conflict
                .columns(['day', 'client'])
                .doUpdateSet((build) =>
                  Object.fromEntries(
                    counts.map((column) => [
                      column,
                      build(`client_usage_days.${column}`, '+', build.ref(`excluded.${column}`)),
                    ]),
                  ),
                ),
            ),
        ),
      );
    },
    async since(from = '') {
      const rows = await db
        .selectFrom('client_usage_days')
        .select(['client', ...counts.map((column) => sql<number>`sum(${sql.ref(column)})`.as(column))])
        .where('day', '>=', from)
        .groupBy('client')
        .execute();
      return new Map(
        rows.map(({ client, input_tokens: inputTokens, output_tokens: outputTokens, ...rest }) => [
          client,
          { ...rest, inputTokens, outputTokens },
        ]),
      );
    },
  };
}

function toRow({ inputTokens, outputTokens, ...rest }: ClientUsageRow) {
  return { ...rest, input_tokens: Math.round(inputTokens), output_tokens: Math.round(outputTokens) };
}
