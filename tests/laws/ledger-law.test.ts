import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createLedgerDisk } from '../support/durable-ledger.ts';
import { anyAsked, anyTraffic } from '../support/any-asked.ts';
import { historiesOf, houseOf, type History } from '../support/any-history.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { countsOf, forgetSigns, openLanes, spareAt, statesOf } from '../support/open-lanes.ts';
import type { CallRecord } from '../support/virtual-call.ts';
import { decisionOf } from '../support/virtual-relay.ts';
import { t0 } from '../support/world.ts';

/** Two lives of one installation: what was asked in the first, and what after it. */
interface Lives {
  readonly first: History;
  readonly second: History;
  /** ms that Noria is away between them. */
  readonly awayMs: number;
}

const anyLives: fc.Arbitrary<Lives> = fc
  .record({
    first: historiesOf({ asked: anyTraffic(anyAsked, 15) }),
    asked: anyTraffic(anyAsked, 10),
    // No restart is quicker than what tells a provider that a call was broken off.
    awayMs: fc.constantFrom(250, 250, 300, 5_000, 70_000),
  })
  .map(({ first, asked, awayMs }) => ({ first, second: { ...first, asked }, awayMs }));
const laterMs = [0, 1, 250, 1_000, 2_500, 10_000, 61_000, 1_000_000, 3_600_000, 86_500_000];

// The journal is folded when the test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Both lives with an orderly end between them; what was decided in them. */
async function livedTwice(lives: Lives, ledger: Ledger, reopen: () => Promise<Ledger>): Promise<string[]> {
  const first = houseOf(lives.first, { ledger });
  await first.live();
  const startAt = first.clock.now() + lives.awayMs;
  const known = [openLanes(first.pool, startAt), countsOf(ledger)];
  const second = houseOf(lives.second, { ledger: await reopen(), startAt });
  expect([openLanes(second.pool, startAt), countsOf(second.watch.ledger)]).toEqual(known);
  await second.live();
  return [...first.told, ...second.told].map(decisionOf);
}

// A ledger in Redis, of which the same is asked, does not exist yet.
describe('law 8', () => {
  it(
    'a ledger with a disk decides as one without, and a clean restart changes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLives, async (lives) => {
          const memory = createMemoryLedger();
          const inMemory = await livedTwice(lives, memory, async () => {
            forgetSigns(memory);
            return memory;
          });
          await using disk = createLedgerDisk(() => t0);
          const ledger = await disk.open();
          const onDisk = await livedTwice(lives, ledger, async () => {
            await ledger.close();
            return disk.open();
          });
          expect(onDisk).toEqual(inMemory);
        }),
        lawRuns(150),
      );
    },
    lawTimeoutMs,
  );

  const anyCrash = fc.record({
    crashMs: fc.integer({ min: 0, max: 60_000 }),
    foldsMs: fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 2 }),
  });

  it(
    'a crash at any moment gives nothing back and forgets no cooling, and no provider refuses a call after it',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLives, anyCrash, async (lives, { crashMs, foldsMs }) => {
          await using disk = createLedgerDisk(() => t0);
          const ledger = await disk.open();
          const first = houseOf(lives.first, { ledger });
          for (const foldMs of foldsMs.filter((ms) => ms < crashMs).toSorted((a, b) => a - b)) {
            await first.live({ untilAt: t0 + foldMs });
            await disk.fold();
          }
          await first.live({ untilAt: t0 + crashMs });
          const crashedAt = first.clock.now();
          const recovered = await disk.open();
          const startAt = crashedAt + lives.awayMs;
          const second = houseOf(lives.second, { ledger: recovered, startAt, truth: first.truth });
          expect(statesOf(second.pool, crashedAt)).toEqual(statesOf(first.pool, crashedAt));
          expect(whereMore(recovered, ledger, crashedAt)).toEqual([]);
          await second.live();
          expect(refusalsIn(second).filter(isForQuota)).toEqual([]);
        }),
        lawRuns(150),
      );
    },
    lawTimeoutMs,
  );
});

/** The places of calls that died with the process are free when their provider has noticed. */
function isForQuota({ refusedBy }: CallRecord): boolean {
  return refusedBy.some((unit) => unit !== 'concurrent');
}

/** Where a recovered ledger has more to give than the one that it was, at some later moment. */
function whereMore(recovered: Ledger, before: Ledger, now: number): string[] {
  const buckets = [...before.all()].filter(({ spec }) => spec.unit !== 'concurrent' && spec.base !== null);
  return laterMs.flatMap((ms) =>
    buckets
      .filter((bucket) => spareAt(recovered.of(bucket.spec), now + ms) > spareAt(bucket, now + ms) + 1e-6)
      .map(({ spec }) => `${spec.id} after ${ms} ms`),
  );
}
