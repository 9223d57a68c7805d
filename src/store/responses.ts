import { sql, type Compilable } from 'kysely';
import type { Atomically } from './atomically.ts';
import type { Queries, ResponseTable } from './tables.ts';

/** One answer of `/v1/responses` with what was asked: a link in a conversation. */
export interface StoredResponse {
  readonly id: string;
  /** Whose it is; '' = the administrator's. */
  readonly client: string;
  /** The id of the first response of its conversation. */
  readonly conversation: string;
  /** The response it went on from; null = it began the conversation. */
  readonly previous: string | null;
  /** Epoch ms. */
  readonly at: number;
  /** JSON: its own input items. */
  readonly input: string;
  /** JSON: the response object. */
  readonly response: string;
}

export interface ResponseBounds {
  /** Most responses of one client. */
  readonly rows: number;
  /** Most bytes of JSON of one client; the newest response is kept whatever its size. */
  readonly bytes: number;
  /** ms after the last use of a conversation. */
  readonly ageMs: number;
}

export interface ResponseRepository {
  /**
   * Adds it, counts its conversation as used now, and forgets what is beyond the bounds: of the client the conversations
   * that were used longest ago first, of everybody what is too old.
   */
  add(response: StoredResponse, bounds: ResponseBounds): Promise<void>;
  /**
   * With those before it, the oldest first; it begins later where one of them is gone. Null = the last is not there.
   * Nothing is read of more than `mostBytes`.
   */
  chain(
    client: string,
    id: string,
    mostBytes: number,
  ): Promise<readonly StoredResponse[] | 'too_large' | null>;
  get(client: string, id: string): Promise<StoredResponse | null>;
  /** False = there was none. */
  remove(client: string, id: string): Promise<boolean>;
}

export function createResponseRepository(db: Queries, atomically: Atomically): ResponseRepository {
  return {
    async add(response, bounds) {
      atomically([
        insert(db, response),
        db
          .updateTable('responses')
          .set({ used_at: response.at })
          .where('client', '=', response.client)
          .where('conversation', '=', response.conversation),
        db.deleteFrom('responses').where('used_at', '<', response.at - bounds.ageMs),
        forgetBeyond(db, response.client, bounds),
      ]);
    },
    async chain(client, id, mostBytes) {
      const links = await db
        .withRecursive('chain(id, previous, bytes, depth)', (query) =>
          query
            .selectFrom('responses')
            .select(['id', 'previous', 'bytes', sql<number>`0`.as('depth')])
            .where('id', '=', id)
            .where('client', '=', client)
            .unionAll(
              query
                .selectFrom('chain')
                .innerJoin('responses as before', 'before.id', 'chain.previous')
                .select(['before.id', 'before.previous', 'before.bytes', sql<number>`depth + 1`.as('depth')])
                .where('before.client', '=', client),
            ),
        )
        .selectFrom('chain')
        .select(['id', 'bytes'])
        .orderBy('depth', 'desc')
        .execute();
      if (links.length === 0) return null;
      if (links.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) return 'too_large';
      const ids = links.map((link) => link.id);
      const rows = await db.selectFrom('responses').selectAll().where('id', 'in', ids).execute();
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((one) => byId.get(one) ?? []).map(fromRow);
    },
    async get(client, id) {
      const row = await db
        .selectFrom('responses')
        .selectAll()
        .where('id', '=', id)
        .where('client', '=', client)
        .executeTakeFirst();
      return row === undefined ? null : fromRow(row);
    },
    async remove(client, id) {
      const { numDeletedRows } = await db
        .deleteFrom('responses')
        .where('id', '=', id)
        .where('client', '=', client)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function insert(db: Queries, { at, input, response, ...rest }: StoredResponse): Compilable {
  const bytes = Buffer.byteLength(input) + Buffer.byteLength(response);
  return db
    .insertInto('responses')
    .values({ ...rest, at, used_at: at, bytes, input, response })
    .onConflict((conflict) => conflict.column('id').doNothing());
}

function forgetBeyond(db: Queries, client: string, { rows, bytes }: ResponseBounds): Compilable {
  const counted = db
    .selectFrom('responses')
    .where('client', '=', client)
    .select([
      'id',
      sql<number>`row_number() over (order by used_at desc, id desc)`.as('place'),
      sql<number>`sum(bytes) over (order by used_at desc, id desc)`.as('total'),
    ]);
  return db.deleteFrom('responses').where('id', 'in', (query) =>
    query
      .selectFrom(counted.as('counted'))
      .select('counted.id')
      .where('counted.place', '>', 1)
      .where((build) => build.or([build('counted.place', '>', rows), build('counted.total', '>', bytes)])),
  );
}

function fromRow({ id, client, conversation, previous, at, input, response }: ResponseTable): StoredResponse {
  return { id, client, conversation, previous, at, input, response };
}
