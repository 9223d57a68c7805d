import { setImmediate } from 'node:timers/promises';
import { sql, type Compilable, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely';
import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { Queries, Tables, TraceTable } from './tables.ts';

/** A trace as it lies in the table: what is searched for in columns, the whole as JSON. */
export type TraceRow = Readonly<TraceTable>;

/** What is not given is not looked at. */
export interface TraceFilter {
  /** Only what came before: a trace by its id, or a time in epoch ms. */
  readonly before?: { readonly id: string } | { readonly at: number } | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  /** Stands somewhere in the words; in lower case. */
  readonly text?: string | undefined;
}

export interface TraceRepository {
  /** Adds these and forgets the oldest beyond `kept`: both or neither. What is there already stays as it is. */
  write(rows: readonly TraceRow[], kept: number): Promise<void>;
  /** The JSON of at most `limit` traces, the newest first: by id, since ids sort by the time of their making. */
  find(filter: TraceFilter, limit: number): Promise<readonly string[]>;
  get(id: string): Promise<string | null>;
}

const COLUMNS = 8;
/** The connection belongs to all: rows are looked through in pieces of a few ms, and others have their turn between. */
const PIECE = 2_000;
/** Most rows that one write forgets: after `kept` was lowered, the rest goes with the next ones. */
const MOST_FORGOTTEN = 2_000;
/** Far more than the requests that can have their ids in another order than their times. */
const JITTER = 100;

export function createTraceRepository(db: Queries, atomically: Atomically): TraceRepository {
  /** Rows of the table; null = to be counted. Counted once, since only this repository writes. */
  let count: number | null = null;

  async function counted(): Promise<number> {
    const row = await db
      .selectFrom('traces')
      .select(db.fn.countAll<number | string>().as('rows'))
      .executeTakeFirst();
    return Number(row?.rows ?? 0);
  }

  /** Where to begin; null = nothing came before. */
  async function newestId(before: TraceFilter['before']): Promise<string | null> {
    const ids = db.selectFrom('traces').select('id').orderBy('id', 'desc').limit(1);
    if (before === undefined) return (await ids.executeTakeFirst())?.id ?? null;
    if ('id' in before) return (await ids.where('id', '<', before.id).executeTakeFirst())?.id ?? null;
    const last = db.selectFrom('traces').select('id').where('at', '<', before.at).orderBy('at', 'desc');
    const rows = await last.limit(JITTER).execute();
    return rows.reduce<string | null>(
      (newest, { id }) => (newest === null || id > newest ? id : newest),
      null,
    );
  }

  /** The id that stands a piece further down; null = the table ends before. */
  async function nextPiece(from: string): Promise<string | null> {
    const ids = db.selectFrom('traces').select('id').where('id', '<=', from).orderBy('id', 'desc');
    return (await ids.limit(1).offset(PIECE).executeTakeFirst())?.id ?? null;
  }

  return {
    async write(rows, kept) {
      const total = (count ?? (await counted())) + rows.length;
      const forgotten = Math.min(Math.max(0, total - kept), MOST_FORGOTTEN);
      const queries: Compilable[] = [...chunks(rows, COLUMNS)].map((part) =>
        db
          .insertInto('traces')
          .values(part)
          .onConflict((conflict) => conflict.column('id').doNothing()),
      );
      if (forgotten > 0) queries.push(forgetOldest(db, forgotten));
      count = null;
      if (queries.length > 0) atomically(queries);
      count = total - forgotten;
    },
    async find(filter, limit) {
      const found: string[] = [];
      for (let from = await newestId(filter.before); from !== null && found.length < limit;) {
        const next = await nextPiece(from);
        const rows = await db
          .selectFrom('traces')
          .select('json')
          .where('id', '<=', from)
          .where('id', '>', next ?? '')
          .where((build) => build.and(conditionsOf(filter, build)))
          .orderBy('id', 'desc')
          .limit(limit - found.length)
          .execute();
        for (const { json } of rows) found.push(json);
        from = next;
        await setImmediate();
      }
      return found;
    },
    async get(id) {
      const row = await db.selectFrom('traces').select('json').where('id', '=', id).executeTakeFirst();
      return row?.json ?? null;
    },
  };
}

function forgetOldest(db: Queries, rows: number): Compilable {
  return db
    .deleteFrom('traces')
    .where('id', 'in', db.selectFrom('traces').select('id').orderBy('id').limit(rows));
}

function conditionsOf(
  filter: TraceFilter,
  build: ExpressionBuilder<Tables, 'traces'>,
): Expression<SqlBool>[] {
  const { before, text } = filter;
  const conditions: Expression<SqlBool>[] = [];
  for (const column of ['outcome', 'code', 'provider', 'model'] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.push(build(column, '=', value));
  }
  if (before !== undefined && 'at' in before) conditions.push(build('at', '<', before.at));
  if (text !== undefined) {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql<SqlBool>`words like ${pattern} escape '\\'`);
  }
  return conditions;
}
