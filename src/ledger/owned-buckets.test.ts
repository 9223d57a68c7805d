import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limitOf, spareOf } from '../engine/bucket.ts';
import { ledgerTables } from '../store/ledger-tables.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { specFor } from './ledger-contract.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

const now = Math.floor(Date.now() / 60_000) * 60_000 + 1_000;

function openAt(folder: string): { ledger: Ledger; store: Store } {
  const store = openStore(join(folder, 'noria.sqlite'));
  const onError = (error: unknown): void => expect.fail(String(error));
  const durable = { folder, tables: ledgerTables(store.ledger), foldEveryMs: 1e9, onError };
  return { ledger: createMemoryLedger({ durable }), store };
}

test('an owner’s buckets are those he has had, in an earlier life too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-owned-'));
  const first = openAt(folder);
  for (const [name, amount] of [
    ['a', 3],
    ['b', 4],
  ] as const)
    void first.ledger.reserve([{ bucket: first.ledger.of(specFor(name, 10)), amount }], now);
  expect(first.ledger.ofOwner('p', 'acc').map(({ spec }) => spec.group)).toEqual(['a', 'b']);
  expect(first.ledger.ofOwner('p', 'other')).toEqual([]);
  await first.ledger.close();
  await first.store.close();

  const { ledger, store } = openAt(folder);
  // The owner has changed one limit, and it was asked for already.
  const changed = ledger.of(specFor('a', 20));
  const owned = ledger.ofOwner('p', 'acc');
  expect(owned.map((bucket) => [bucket.spec.group, limitOf(bucket, now), spareOf(bucket, now)])).toEqual([
    ['a', 20, 17],
    ['b', 10, 6],
  ]);
  expect(owned[0]).toBe(changed);
  expect(ledger.of(specFor('b', 10))).toBe(owned[1]);
  expect(ledger.ofOwner('p', 'acc')).toHaveLength(2);
  expect(ledger.ofOwner('q', 'acc')).toEqual([]);
  ledger.of(specFor('c', 1));
  expect(ledger.ofOwner('p', 'acc')).toHaveLength(3);
  await ledger.close();
  await store.close();
  rmSync(folder, { recursive: true });
});
