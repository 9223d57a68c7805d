import { setImmediate } from 'node:timers/promises';
import { sql, type Compilable, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Atomically } from './atomically.ts';
import { chunks } from './chunks.ts';
import type { Compact } from './compact.ts';
import type { Queries, Tables, TraceTable } from './tables.ts';

/** A trace as it lies in the table: what is searched for in columns, the whole as JSON. */
export type TraceRow = Readonly<TraceTable>;

/** What is not given is not looked at. */
export interface TraceFilter {
  /** Only what came before: a trace by its id, or a time in epoch ms. */
  readonly before?: { readonly id: string } | { readonly at: number } | undefined;
  /** Epoch ms: only what came in at this time or later. */
  readonly from?: number | undefined;
  /** Epoch ms: only what came in before. */
  readonly until?: number | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly route?: string | undefined;
  readonly strategy?: string | undefined;
  /** The id of a client key. */
  readonly client?: string | undefined;
  /** Masked: the key that served. */
  readonly key?: string | undefined;
  /** Stands somewhere in the words; in lower case. */
  readonly text?: string | undefined;
}

/** Fields of a filter that are to be equal. */
export const traceFields = [
  'outcome',
  'code',
  'provider',
  'model',
  'route',
  'strategy',
  'client',
  'key',
] as const satisfies readonly (keyof TraceFilter & keyof TraceTable)[];

export type StoredTrace = Pick<TraceRow, 'json' | 'bodies'>;

export interface TraceRepository {
  /** Adds these and forgets the oldest beyond `kept`: both or neither. What is there already stays as it is. */
  write(rows: readonly TraceRow[], kept: number): Promise<void>;
  /** The JSON of at most `limit` traces, the newest first: by id, since ids sort by the time of their making. */
  find(filter: TraceFilter, limit: number): Promise<readonly string[]>;
  get(id: string): Promise<StoredTrace | null>;
  /** What was said in any request is gone, from the file as well. */
  forgetBodies(): Promise<void>;
}

const COLUMNS = 13;
/** The connection belongs to all: rows are looked through in pieces of a few ms, and others have their turn between. */
const PIECE = 5_000;
/** Most rows that one write forgets: after `kept` was lowered, the rest goes with the next ones. */
const MOST_FORGOTTEN = 2_000;
/** Far more than the requests that can have their ids in another order than their times. */
const JITTER = 100;

export function createTraceRepository(
  db: Queries,
  atomically: Atomically,
  compact: Compact,
): TraceRepository {
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
  async function newestId({ before, until }: TraceFilter): Promise<string | null> {
    let ids = db.selectFrom('traces').select('id').orderBy('id', 'desc').limit(1);
    if (before !== undefined && 'id' in before) ids = ids.where('id', '<', before.id);
    const byId = (await ids.executeTakeFirst())?.id ?? null;
    const at = Math.min(before !== undefined && 'at' in before ? before.at : Infinity, until ?? Infinity);
    if (at === Infinity || byId === null) return byId;
    const last = db.selectFrom('traces').select('id').where('at', '<', at).orderBy('at', 'desc');
    const byTime = (await last.limit(JITTER).execute()).map(({ id }) => id).toSorted();
    return [byId, byTime.at(-1) ?? null].reduce((one, other) => (lower(one, other) ? one : other));
  }

  /** Nothing that is wanted has a lower id; '' = nobody knows. */
  async function oldestId({ from }: TraceFilter): Promise<string> {
    if (from === undefined) return '';
    const first = db.selectFrom('traces').select('id').where('at', '>=', from).orderBy('at');
    return (await first.limit(JITTER).execute()).map(({ id }) => id).toSorted()[0] ?? '';
  }

  /** The id that stands a piece further down; null = the table ends before. */
  async function nextPiece(from: string): Promise<string | null> {
    const ids = db.selectFrom('traces').select('id').where('id', '<=', from).orderBy('id', 'desc');
    return (await ids.limit(1).offset(PIECE).executeTakeFirst())?.id ?? null;
  }

  /** Ids of those that are wanted, from one id down to another that is not looked at; the newest first. */
  async function idsBetween(
    filter: TraceFilter,
    piece: { readonly from: string; readonly next: string | null },
    limit: number,
  ): Promise<string[]> {
    const rows = await db
      .selectFrom('traces')
      .select('id')
      .where('id', '<=', piece.from)
      .where('id', '>', piece.next ?? '')
      .where((build) => build.and(conditionsOf(filter, build)))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  async function jsonOf(ids: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const part of chunks(ids)) {
      const rows = db.selectFrom('traces').select('json').where('id', 'in', part).orderBy('id', 'desc');
      for (const { json } of await rows.execute()) found.push(json);
    }
    return found;
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
      const ids: string[] = [];
      const oldest = await oldestId(filter);
      for (let from = await newestId(filter); from !== null && from >= oldest && ids.length < limit;) {
        const next = await nextPiece(from);
        ids.push(...(await idsBetween(filter, { from, next }, limit - ids.length)));
        from = next;
        await setImmediate();
      }
      return jsonOf(ids);
    },
    async get(id) {
      const row = db.selectFrom('traces').select(['json', 'bodies']).where('id', '=', id);
      return (await row.executeTakeFirst()) ?? null;
    },
    forgetBodies: async () => {
      atomically([db.updateTable('traces').set({ bodies: null }).where('bodies', 'is not', null)]);
      compact();
    },
  };
}

/** null is below everything. */
function lower(one: string | null, other: string | null): boolean {
  return one === null || (other !== null && one < other);
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
  const { before, from, until, text } = filter;
  const conditions: Expression<SqlBool>[] = [];
  for (const column of traceFields) {
    const value = filter[column];
    if (value !== undefined) conditions.push(build(column, '=', value));
  }
  if (before !== undefined && 'at' in before) conditions.push(build('at', '<', before.at));
  if (from !== undefined) conditions.push(build('at', '>=', from));
  if (until !== undefined) conditions.push(build('at', '<', until));
  // Words and text are in lower case: no folding, no pattern.
  if (text !== undefined) conditions.push(sql<SqlBool>`instr(words, ${text}) > 0`);
  return conditions;
}
