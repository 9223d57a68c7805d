import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createLedgerDisk } from '../support/durable-ledger.ts';
import { anyAsked, anyProviders, anyReplies, anyTraffic, inTurn } from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { countsOf, forgetMeters, openLanes, spareAt, statesOf } from '../support/open-lanes.ts';
import type { CallRecord } from '../support/virtual-call.ts';
import type { Asked } from '../support/virtual-client.ts';
import type { Reply } from '../support/virtual-reply.ts';
import { createVirtualRelay, decisionOf, type VirtualRelay } from '../support/virtual-relay.ts';
import type { VirtualTruth } from '../support/virtual-truth.ts';
import { t0, type WorldProvider } from '../support/world.ts';

/** Two lives of one installation. */
interface History {
  readonly providers: readonly WorldProvider[];
  readonly replies: readonly Reply[];
  readonly before: readonly Asked[];
  readonly after: readonly Asked[];
  /** ms that Noria is away. */
  readonly awayMs: number;
  readonly seed: number;
}

const anyHistory: fc.Arbitrary<History> = fc.record({
  providers: anyProviders(),
  replies: anyReplies,
  before: anyTraffic(anyAsked, 15),
  after: anyTraffic(anyAsked, 10),
  awayMs: fc.constantFrom(0, 0, 300, 5_000, 70_000),
  seed: fc.nat(),
});
const laterMs = [0, 1, 250, 1_000, 2_500, 10_000, 61_000, 1_000_000, 3_600_000, 86_500_000];

// The journal is folded when the test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

interface Life {
  readonly ledger: Ledger;
  readonly startAt: number;
  readonly truth?: VirtualTruth;
}

function live({ providers, replies, seed }: History, life: Life): VirtualRelay {
  return createVirtualRelay({ providers, replyTo: inTurn(replies), seed, ...life });
}

/** Both lives with an orderly end between them; what was decided in them. */
async function livedTwice(
  history: History,
  ledger: Ledger,
  reopen: () => Promise<Ledger>,
): Promise<string[]> {
  const first = live(history, { ledger, startAt: t0 });
  first.askAll(history.before);
  await first.live();
  const startAt = first.clock.now() + history.awayMs;
  const known = [openLanes(first.pool, startAt), countsOf(ledger)];
  const second = live(history, { ledger: await reopen(), startAt });
  expect([openLanes(second.pool, startAt), countsOf(second.watch.ledger)]).toEqual(known);
  second.askAll(history.after);
  await second.live();
  return [...first.told, ...second.told].map(decisionOf);
}

// A ledger in Redis, of which the same is asked, does not exist yet.
describe('law 8', () => {
  it(
    'a ledger with a disk decides as one without, and a clean restart changes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async (history) => {
          const memory = createMemoryLedger();
          const inMemory = await livedTwice(history, memory, async () => {
            forgetMeters(memory);
            return memory;
          });
          await using disk = createLedgerDisk(() => t0);
          const ledger = await disk.open();
          const onDisk = await livedTwice(history, ledger, async () => {
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
        fc.asyncProperty(anyHistory, anyCrash, async (history, { crashMs, foldsMs }) => {
          await using disk = createLedgerDisk(() => t0);
          const ledger = await disk.open();
          const first = live(history, { ledger, startAt: t0 });
          first.askAll(history.before);
          for (const foldMs of foldsMs.filter((ms) => ms < crashMs).toSorted((a, b) => a - b)) {
            await first.live({ untilAt: t0 + foldMs });
            await disk.fold();
          }
          await first.live({ untilAt: t0 + crashMs });
          const crashedAt = first.clock.now();
          const recovered = await disk.open();
          const startAt = crashedAt + history.awayMs;
          const second = live(history, { ledger: recovered, startAt, truth: first.truth });
          expect(statesOf(second.pool, crashedAt)).toEqual(statesOf(first.pool, crashedAt));
          expect(whereMore(recovered, ledger, crashedAt)).toEqual([]);
          second.askAll(history.after);
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
