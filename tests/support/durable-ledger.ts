import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { ledgerTables } from '../../src/store/ledger-tables.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';

/** A data folder that outlives the ledgers opened on it. Wants the intervals of vitest's fake timers. */
export interface LedgerDisk extends AsyncDisposable {
  /** Opens what is there; a ledger that was open before ends as by a kill -9. */
  open(): Promise<Ledger>;
  /** The journal is folded into the tables, as it is every few seconds. */
  fold(): Promise<void>;
}

const foldEveryMs = 60_000;

export function createLedgerDisk(now: () => number): LedgerDisk {
  const folder = mkdtempSync(join(tmpdir(), 'noria-law-'));
  let store: Store | null = null;

  async function crash(): Promise<void> {
    vi.clearAllTimers();
    await store?.close();
    store = null;
  }

  return {
    open: async () => {
      await crash();
      store = openStore(join(folder, 'noria.sqlite'));
      return createMemoryLedger({
        clock: () => Math.floor(now()),
        durable: {
          folder,
          tables: ledgerTables(store.ledger),
          foldEveryMs,
          onError: (error) => {
            throw error;
          },
        },
      });
    },
    fold: async () => {
      vi.advanceTimersByTime(foldEveryMs);
      // Chunks of rows are written in turns of the event loop.
      for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    [Symbol.asyncDispose]: async () => {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
