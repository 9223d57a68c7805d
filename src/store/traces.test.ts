import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { openStore, type Store } from './open-store.ts';
import { createTraceRepository, traceFields, type TraceFilter, type TraceRow } from './traces.ts';

function idOf(number: number): string {
  return `trc_${String(number).padStart(6, '0')}`;
}

function row(number: number, over: Partial<TraceRow> = {}): TraceRow {
  return {
    id: idOf(number),
    at: number * 1_000,
    outcome: 'served',
    code: null,
    provider: 'groq',
    model: 'llama-3.3-70b',
    route: 'auto',
    strategy: 'cascade',
    client: null,
    key: 'gsk_abc1...xyz9',
    words: 'groq/llama-3.3-70b',
    json: String(number),
    bodies: null,
    ...over,
  };
}

function rows(count: number, from = 1): TraceRow[] {
  return Array.from({ length: count }, (_, index) => row(from + index));
}

async function found(store: Store, filter: TraceFilter = {}, limit = 50): Promise<number[]> {
  return (await store.traces.find(filter, limit)).map(Number);
}

describe('the traces of the table', () => {
  test('come with the newest first, as many as are wanted', async () => {
    await using store = openStore(':memory:');
    await store.traces.write([row(2), row(1), row(3)], 10);
    expect(await found(store)).toEqual([3, 2, 1]);
    expect(await found(store, {}, 2)).toEqual([3, 2]);
    expect(await store.traces.get(idOf(2))).toEqual({ json: '2', bodies: null });
    expect(await store.traces.get('trc_x')).toBeNull();
  });

  test('go on after a trace, also one that is gone', async () => {
    await using store = openStore(':memory:');
    await store.traces.write([row(1), row(2), row(4)], 10);
    expect(await found(store, { before: { id: idOf(4) } })).toEqual([2, 1]);
    expect(await found(store, { before: { id: idOf(3) } })).toEqual([2, 1]);
    expect(await found(store, { before: { id: idOf(1) } })).toEqual([]);
  });

  test('go on before a time, whatever the order of ids within a moment', async () => {
    await using store = openStore(':memory:');
    await store.traces.write(
      [row(1), row(2, { at: 5_001 }), row(3, { at: 4_999 }), row(4, { at: 9_000 })],
      10,
    );
    expect(await found(store, { before: { at: 5_001 } })).toEqual([3, 1]);
    expect(await found(store, { before: { at: 5_002 } })).toEqual([3, 2, 1]);
    expect(await found(store, { before: { at: 0 } })).toEqual([]);
  });

  test.each([
    [{ outcome: 'failed' }, [2]],
    [{ code: 'pool_exhausted' }, [2]],
    [{ provider: 'mistral' }, [3]],
    [{ model: 'llama-3.3-70b', outcome: 'served' }, [4, 1]],
    [{ text: 'slow' }, [3]],
    [{ text: 'ama-3' }, [4, 2, 1]],
    [{ text: '100%_' }, [4]],
    [{ text: '\\' }, []],
    [{ text: '%' }, [4]],
    [{ provider: 'mistral', outcome: 'failed' }, []],
  ] satisfies [TraceFilter, number[]][])('that fit %j are %j', async (filter, expected) => {
    await using store = openStore(':memory:');
    const some = [
      row(1),
      row(2, { outcome: 'failed', code: 'pool_exhausted', provider: null }),
      row(3, { provider: 'mistral', model: 'small', words: 'mistral/small too slow' }),
      row(4, { words: 'llama-3 100%_sure' }),
    ];
    await store.traces.write(some, 10);
    expect(await found(store, filter)).toEqual(expected);
  });

  test.each([
    [{ route: 'auto:fast' }, [3]],
    [{ strategy: 'race' }, [3]],
    [{ client: 'cli_a' }, [2]],
    [{ key: 'abcd...wxyz', client: 'cli_a' }, [2]],
    [{ key: 'abcd...wxyz', client: 'cli_b' }, []],
    [{ key: 'gsk_abc1...xyz9' }, [3, 1]],
  ] satisfies [TraceFilter, number[]][])('of a way and a key, %j, are %j', async (filter, expected) => {
    await using store = openStore(':memory:');
    const other = row(2, { client: 'cli_a', key: 'abcd...wxyz' });
    await store.traces.write([row(1), other, row(3, { route: 'auto:fast', strategy: 'race' })], 10);
    expect(await found(store, filter)).toEqual(expected);
  });

  test('of an earlier version are found by what their JSON says', () => {
    const sqlite = new Database(':memory:');
    migrate(sqlite, migrations.slice(0, 5));
    const record = { route: 'auto:fast', strategy: 'race', key: 'gsk_abc1...xyz9' };
    const insert = sqlite.prepare(
      `insert into traces (id, at, outcome, words, json) values (?, 1, 'served', '', ?)`,
    );
    insert.run('trc_1', JSON.stringify(record));
    insert.run('trc_2', '{"cut');
    migrate(sqlite, migrations);
    const migrated = sqlite
      .prepare('select route, strategy, client, key, bodies from traces order by id')
      .all();
    const nothing = { route: null, strategy: null, client: null, key: null, bodies: null };
    expect(migrated).toEqual([{ ...nothing, ...record }, nothing]);
  });

  test('are found between two times, whatever the order of ids within a moment', async () => {
    await using store = openStore(':memory:');
    await store.traces.write([row(1), row(2, { at: 3_500 }), row(3, { at: 2_000 }), row(4), row(5)], 10);
    expect(await found(store, { from: 2_000 })).toEqual([5, 4, 3, 2]);
    expect(await found(store, { until: 3_500 })).toEqual([3, 1]);
    expect(await found(store, { from: 3_500, until: 4_001 })).toEqual([4, 2]);
    expect(await found(store, { from: 3_500, before: { at: 4_000 } })).toEqual([2]);
    expect(await found(store, { from: 1_000, before: { id: idOf(3) }, until: 3_000 })).toEqual([1]);
    expect(await found(store, { from: 9_000 })).toEqual([]);
    expect(await found(store, { from: 4_000, until: 4_000 })).toEqual([]);
  });

  test('are looked for in an index that holds all that can be asked for', async () => {
    await using store = openStore(':memory:');
    const page = store.db
      .selectFrom('traces')
      .select('id')
      .where('id', '<=', 'trc_9')
      .where('id', '>', '')
      .where((build) => build.and(traceFields.map((field) => build(field, '=', 'x'))))
      .where('at', '>=', 1)
      .where('words', '=', '')
      .orderBy('id', 'desc')
      .limit(50);
    const sqlite = new Database(':memory:');
    migrate(sqlite, migrations);
    const { sql, parameters } = page.compile();
    expect(sqlite.prepare(`explain query plan ${sql}`).all(...parameters)).toMatchObject([
      { detail: 'SEARCH traces USING COVERING INDEX traces_pages (id>? AND id<?)' },
    ]);
  });

  test('are looked through to the last piece', async () => {
    await using store = openStore(':memory:');
    await store.traces.write(
      [row(1, { outcome: 'failed' }), ...rows(4_998, 2), row(5_000, { outcome: 'left' })],
      9_000,
    );
    expect(await found(store, { outcome: 'failed' })).toEqual([1]);
    expect(await found(store, { outcome: 'left' })).toEqual([5_000]);
    expect(await found(store, {}, 4_500)).toEqual(Array.from({ length: 4_500 }, (_, index) => 5_000 - index));
  });
});

describe('the table', () => {
  test('keeps as many traces as it is told, the newest', async () => {
    await using store = openStore(':memory:');
    for (let from = 1; from <= 41; from += 10) await store.traces.write(rows(10, from), 25);
    expect(await found(store)).toEqual(Array.from({ length: 25 }, (_, index) => 50 - index));
  });

  test('counts what an earlier run left', async () => {
    await using store = openStore(':memory:');
    await store.traces.write(rows(20), 20);
    const again = createTraceRepository(store.db, store.atomically, () => undefined);
    await again.write([row(21)], 5);
    expect(await found(store)).toEqual([21, 20, 19, 18, 17]);
  });

  test('shrinks step by step when fewer are wanted, and is empty when none are', async () => {
    await using store = openStore(':memory:');
    await store.traces.write(rows(3_000), 3_000);
    await store.traces.write([], 0);
    expect(await found(store, {}, 2_000)).toHaveLength(1_000);
    await store.traces.write([], 0);
    expect(await found(store)).toEqual([]);
  });

  test('leaves what is there as it is', async () => {
    await using store = openStore(':memory:');
    await store.traces.write([row(1)], 10);
    await store.traces.write([row(1, { json: '99' }), row(2)], 10);
    expect(await found(store)).toEqual([2, 1]);
  });

  test('counts anew after a write that failed', async () => {
    await using store = openStore(':memory:');
    await store.traces.write(rows(5), 5);
    const broken = row(6, { outcome: null as unknown as string });
    await expect(store.traces.write([row(7), broken], 5)).rejects.toThrow(/NOT NULL/);
    expect(await found(store)).toEqual([5, 4, 3, 2, 1]);
    await store.traces.write([row(8)], 5);
    expect(await found(store)).toEqual([8, 5, 4, 3, 2]);
  });
});
