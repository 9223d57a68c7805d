import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bucket, BucketSpec } from '../src/engine/bucket.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { createMemoryLedger } from '../src/ledger/memory-ledger.ts';
import { ledgerTables } from '../src/store/ledger-tables.ts';
import { openStore } from '../src/store/open-store.ts';

/** What a reservation costs without and with the journal: `node bench/ledger.ts`. */
const calls = 200_000;
const keys = 50;

function bucketsOf(ledger: Ledger): Bucket[][] {
  return Array.from({ length: keys }, (_, key) =>
    (['requests', 'tokens'] as const).flatMap((unit) =>
      (['minute', 'day'] as const).map((length) => {
        const spec: BucketSpec = {
          id: `p|a${key}|m|${unit}|all|${length}`,
          provider: 'p',
          owner: `a${key}`,
          group: 'm',
          unit,
          side: 'all',
          window: { kind: 'refill', length },
          guardMs: 250,
          base: { amount: 1e9, source: 'declared' },
        };
        return ledger.of(spec);
      }),
    ),
  );
}

/** µs a reserve and settle over four buckets. */
function measure(ledger: Ledger): number {
  const lanes = bucketsOf(ledger);
  const run = (times: number): void => {
    for (let call = 0; call < times; call += 1) {
      const lane = lanes[call % keys] ?? [];
      const now = Date.now();
      const taken = ledger.reserve(
        lane.map((bucket) => ({ bucket, amount: bucket.spec.unit === 'tokens' ? 300 : 1 })),
        now,
      );
      if (taken instanceof Promise || 'refusedBy' in taken) throw new Error('refused');
      void ledger.settle(taken, [1, 1, 280, 280], now);
    }
  };
  run(20_000);
  const from = performance.now();
  run(calls);
  return ((performance.now() - from) * 1_000) / calls;
}

const folder = mkdtempSync(join(tmpdir(), 'noria-bench-ledger-'));
const store = openStore(join(folder, 'noria.sqlite'));
const durable = {
  folder,
  tables: ledgerTables(store.ledger),
  foldEveryMs: 1e9,
  onError: (error: unknown) => console.error(error),
};
const bare = measure(createMemoryLedger());
const journalled = createMemoryLedger({ durable });
const kept = measure(journalled);
const bytes = statSync(join(folder, 'ledger-1.journal')).size;
console.log(`reserve + settle over 4 buckets, ${calls} calls over ${keys} keys`);
console.log(`  memory alone      ${bare.toFixed(2)} µs`);
console.log(
  `  with the journal  ${kept.toFixed(2)} µs   (× ${(kept / bare).toFixed(2)}; ${(bytes / (calls + 20_000)).toFixed(1)} bytes written a call)`,
);
await journalled.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
