import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { spareOf } from '../../src/engine/bucket.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createLedgerDisk } from '../support/durable-ledger.ts';
import { anyAsked, anyProviders, anyReplies, anyTraffic, inTurn } from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { openLanes } from '../support/open-lanes.ts';
import type { Asked } from '../support/virtual-client.ts';
import type { Reply } from '../support/virtual-reply.ts';
import { createVirtualRelay, decisionOf, type VirtualRelay } from '../support/virtual-relay.ts';
import { t0, type WorldProvider } from '../support/world.ts';

interface History {
  readonly providers: readonly WorldProvider[];
  readonly replies: readonly Reply[];
  readonly before: readonly Asked[];
  readonly after: readonly Asked[];
  readonly pauseMs: number;
  readonly seed: number;
}

const anyHistory: fc.Arbitrary<History> = fc.record({
  providers: anyProviders(),
  replies: anyReplies,
  before: anyTraffic(anyAsked, 15),
  after: anyTraffic(anyAsked, 10),
  /** How long Noria is away. */
  pauseMs: fc.constantFrom(0, 0, 300, 5_000, 70_000),
  seed: fc.nat(),
});
const laterMs = [0, 1, 250, 1_000, 2_500, 10_000, 61_000, 1_000_000, 3_600_000, 86_500_000];

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function houseOf({ providers, replies, seed }: History, ledger: Ledger, startAt = t0): VirtualRelay {
  return createVirtualRelay({ providers, replyTo: inTurn(replies), seed, ledger, startAt });
}

/** Both parts of a history, with a restart between them; what was decided. */
async function restarted(
  history: History,
  open: (now: () => number) => Promise<{ ledger: Ledger; reopen(): Promise<Ledger> }>,
): Promise<unknown[]> {
  let now = t0;
  const { ledger, reopen } = await open(() => now);
  const first = houseOf(history, ledger);
  first.askAll(history.before);
  await first.live();
  now = first.clock.now() + history.pauseMs;
  const second = houseOf(history, await reopen(), now);
  const mayServe = laterMs.map((ms) => openLanes(second.pool, now + ms));
  expect(mayServe).toEqual(laterMs.map((ms) => openLanes(first.pool, now + ms)));
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
          const inMemory = await restarted(history, async () => {
            const ledger = createMemoryLedger();
            return { ledger, reopen: async () => ledger };
          });
          let disposed = (): Promise<void> => Promise.resolve();
          const onDisk = await restarted(history, async (now) => {
            const disk = createLedgerDisk(now);
            disposed = () => disk[Symbol.asyncDispose]();
            const ledger = await disk.open();
            const reopen = async (): Promise<Ledger> => {
              await ledger.close();
              return disk.open();
            };
            return { ledger, reopen };
          });
          await disposed();
          expect(onDisk).toEqual(inMemory);
        }),
        lawRuns(60),
      );
    },
    lawTimeoutMs,
  );

  it(
    'a crash at any moment makes nothing more generous, and no provider refuses a call after it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyHistory,
          fc.integer({ min: 0, max: 60_000 }),
          fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 2 }),
          async (history, crashMs, foldsMs) => {
            let now = t0;
            await using disk = createLedgerDisk(() => now);
            const ledger = await disk.open();
            const first = houseOf(history, ledger);
            first.askAll(history.before);
            for (const foldMs of foldsMs.filter((ms) => ms < crashMs).toSorted((a, b) => a - b)) {
              await first.live({ untilAt: t0 + foldMs });
              now = first.clock.now();
              await disk.fold();
            }
            await first.live({ untilAt: t0 + crashMs });
            now = first.clock.now();
            const recovered = await disk.open();
            const second = createVirtualRelay({
              providers: history.providers,
              replyTo: inTurn(history.replies),
              seed: history.seed,
              ledger: recovered,
              startAt: now + history.pauseMs,
              truth: first.truth,
            });
            for (const ms of laterMs) {
              for (const bucket of ledger.all()) {
                if (bucket.spec.unit === 'concurrent' || bucket.spec.base === null) continue;
                const spare = spareOf(recovered.of(bucket.spec), now + ms);
                expect(spare).toBeLessThanOrEqual(spareOf(bucket, now + ms) + 1e-6);
              }
            }
            second.askAll(history.after);
            await second.live();
            expect(refusalsIn(second)).toEqual([]);
          },
        ),
        lawRuns(80),
      );
    },
    lawTimeoutMs,
  );
});
