import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/all.ts';
import { openStore } from './open-store.ts';
import { StoreError } from './store-error.ts';

const root = mkdtempSync(join(tmpdir(), 'noria-store-'));
afterAll(() => rmSync(root, { recursive: true }));

let files = 0;
function newPath(): string {
  files += 1;
  return join(root, String(files), 'data', 'noria.sqlite');
}

function step(number: number, text: string): Migration {
  return { number, name: `step ${number}`, up: (sqlite) => void sqlite.exec(text) };
}

describe('openStore', () => {
  test('makes the folder and a file for its owner only, and finds everything again', async () => {
    const path = newPath();
    const first = openStore(path);
    await first.meta.set('a', '1');
    await first.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await using second = openStore(path);
    expect(await second.meta.get('a')).toBe('1');
    expect(await second.meta.get('schema')).toBe(String(migrations.length));
  });

  test('writes ahead, waits for others, and keeps foreign keys', async () => {
    await using store = openStore(newPath());
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'cache_size'];
    const columns = pragmas.map((name) => sql`(select * from ${sql.raw(`pragma_${name}`)})`.as(name));
    expect(await store.db.selectNoFrom(columns).executeTakeFirst()).toEqual({
      journal_mode: 'wal',
      synchronous: 1,
      foreign_keys: 1,
      busy_timeout: 5_000,
      cache_size: -32_768,
    });
  });

  test('leaves no log behind when it is closed', async () => {
    const path = newPath();
    await openStore(path).close();
    expect(readdirSync(join(path, '..'))).toEqual(['noria.sqlite']);
  });

  test('says that a newer version wrote the file', async () => {
    const path = newPath();
    const store = openStore(path);
    await store.meta.set('schema', '99');
    await store.close();
    expect(() => openStore(path)).toThrow(StoreError);
    expect(() => openStore(path)).toThrow(/newer version of Noria \(schema 99, this version knows \d+\)/);
  });

  test('says which file is no database', () => {
    const path = newPath();
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'this is no database, but long enough to be read as one');
    expect(() => openStore(path)).toThrow(/noria\.sqlite cannot be opened: file is not a database/);
  });
});

describe('migrate', () => {
  test('runs only the steps that are missing, in order', () => {
    const sqlite = new Database(':memory:');
    migrate(sqlite, [step(1, 'create table a (x)')]);
    migrate(sqlite, [
      step(1, 'create table a (x)'),
      step(2, 'alter table a add y'),
      step(3, 'insert into a values (1, 2)'),
    ]);
    expect(sqlite.prepare('select * from a').all()).toEqual([{ x: 1, y: 2 }]);
  });

  test('undoes all steps when one fails', () => {
    const sqlite = new Database(':memory:');
    expect(() => migrate(sqlite, [step(1, 'create table a (x)'), step(2, 'no sql')])).toThrow(/syntax error/);
    expect(sqlite.prepare(`select name from sqlite_master where name = 'a'`).all()).toEqual([]);
    migrate(sqlite, [step(1, 'create table a (x)')]);
  });

  test('has steps numbered from 1 without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  });
});
