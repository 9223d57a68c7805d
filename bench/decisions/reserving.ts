import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { choose } from '../../src/engine/choose.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { ledgerTables } from '../../src/store/ledger-tables.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createHouse, searchesOf } from './house.ts';
import { chosen, manyCalls, reserved, type Question } from './question.ts';

/** ms between two reservations, and what each key may be asked for in a minute. */
export interface Traffic {
  readonly everyMs: number;
  readonly requests: number;
}

/** One reservation and its settlement over the four buckets of the lane that is chosen, each time the next key's. */
export function reserving(title: string, ledger: Ledger, { everyMs, requests }: Traffic): Question {
  const world = createHouse({ ledger, requests });
  const searchOf = searchesOf(world);
  const start = world.now;
  const used = [1, 1, 280, 280];
  let asked = 0;
  let pick = chosen(choose(searchOf(start)));
  const before = (): void => {
    asked += 1;
    world.now = Math.floor(start + asked * everyMs);
    pick = chosen(choose(searchOf(world.now)));
  };
  const decide = (): void => void ledger.settle(reserved(ledger, pick, world.now), used, world.now);
  return { title, decision: { before, decide }, calls: manyCalls, batch: 20, goal: 5 };
}

/** A ledger as Noria keeps it, on a disk; the folder goes when the stack is disposed of. */
export function journalledLedger(ends: AsyncDisposableStack): Ledger {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-bench-decisions-'));
  const store = openStore(path.join(folder, 'noria.sqlite'));
  const tables = ledgerTables(store.ledger);
  const ledger = createMemoryLedger({
    durable: { folder, tables, foldEveryMs: 1e9, onError: console.error },
  });
  ends.defer(async () => {
    await ledger.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return ledger;
}
