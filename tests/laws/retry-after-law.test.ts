import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyAsked,
  anyDeed,
  anyProviders,
  anyTraffic,
  tightLimits,
  inTurn,
  replyOf,
} from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import type { PlainLimit } from '../../src/engine/nodes.ts';
import { codeOf, plainAsked, retryAfterOf, type Asked, type Visit } from '../support/virtual-client.ts';
import { plainReply, type Reply } from '../support/virtual-reply.ts';
import { createVirtualRelay, type Told, type VirtualRelay } from '../support/virtual-relay.ts';
import { limit, minutes, type WorldProvider } from '../support/world.ts';

/** What a provider may do that has nothing to do with the caller. */
const anyReplies = fc.array(
  replyOf(anyDeed.filter((deed) => !['400', 'refused content', 'throws'].includes(deed))),
  { minLength: 1, maxLength: 12 },
);

/** Its end came well before its time was over: 20 s where the client says nothing. */
function hadTime({ asked, at, endedAt }: Visit): boolean {
  return asked.deadlineMs === null && (endedAt ?? Infinity) - at < 18_000;
}

/** The client left, or there was too little time for a crowd. */
const harmlessCodes = [null, 'client_closed', 'deadline_exceeded'] as const;

describe('law 5 with a local fallback', () => {
  const places = fc.option(fc.integer({ min: 1, max: 4 }));
  const localOf = (atOnce: number | null): WorldProvider => ({
    id: 'local',
    keys: [{ id: 'none' }],
    limits: atOnce === null ? [] : [{ unit: 'concurrent', amount: atOnce, window: { kind: 'in_flight' } }],
    tier: 'local',
  });

  it(
    'no request fails for quota, nor for what others did: at most the time is too short for a crowd',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            providers: anyProviders(),
            replies: anyReplies,
            asked: anyTraffic(anyAsked),
            atOnce: places,
            maxWaitMs: fc.constantFrom(0, 5_000),
            seed: fc.nat(),
          }),
          async ({ providers, replies, asked, atOnce, maxWaitMs, seed }) => {
            const house = createVirtualRelay({
              providers: [...providers, localOf(atOnce)],
              replyTo: (call, serial) =>
                call.provider.id === 'local' ? plainReply : inTurn(replies)(call, serial),
              maxWaitMs,
              seed,
            });
            house.askAll(asked);
            await house.live();
            expect(house.visits.map(codeOf)).not.toContain('pool_exhausted');
            const codes = new Set(house.visits.filter(hadTime).map(codeOf));
            for (const harmless of harmlessCodes) codes.delete(harmless);
            expect([...codes]).toEqual([]);
          },
        ),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );
});

interface History {
  readonly providers: readonly WorldProvider[];
  readonly replies: readonly Reply[];
  readonly asked: readonly Asked[];
  readonly seed: number;
  readonly maxWaitMs: number;
}

/** The history as far as it goes until then; who would come later does not. */
async function livedUntil(history: History, untilAt: number): Promise<VirtualRelay> {
  const { providers, replies, asked, seed, maxWaitMs } = history;
  const house = createVirtualRelay({
    providers,
    replyTo: inTurn(replies),
    seed,
    maxWaitMs,
    deadlineMs: 100_000,
  });
  let at = house.clock.now();
  house.askAll(
    asked.filter(({ pauseMs }) => {
      at += pauseMs;
      return at <= untilAt;
    }),
  );
  await house.live(untilAt === Infinity ? {} : { untilAt });
  return house;
}

/** Who was told when to come back, as the last thing that happened at a moment. */
function toldToComeBack(house: VirtualRelay): Visit[] {
  return house.visits.filter((made) => {
    const last = house.told.findLast(({ toldAt }) => toldAt === made.endedAt);
    return retryAfterOf(made) !== null && last?.kind === 'gave_up' && last.traceId === made.traceId;
  });
}

/** Whether somebody who asks the same at that moment is given a lane at once. */
async function isTakenAt(house: VirtualRelay, asked: Asked, at: number): Promise<boolean> {
  await house.live({ untilAt: at });
  const before = house.told.length;
  house.ask({ ...asked, deadlineMs: 1 });
  await house.live({ untilAt: at });
  return house.told.slice(before).some(({ kind }) => kind === 'trying');
}

/** Of a longer line the moment is told by the mean. */
const mostExact = 16;

/** A bucket that refills over hours is exact to a millionth of a call, which is some ms. */
function exactnessMs({ providers }: History): number {
  const isSlow = ({ window }: PlainLimit): boolean =>
    window.kind === 'refill' && (window.length === 'hour' || window.length === 'day');
  return providers.some(({ limits }) => limits.some(isSlow)) ? 1_000 : 1;
}

describe('law 5 without a local fallback', () => {
  const anyHistory = (replies: fc.Arbitrary<readonly Reply[]>): fc.Arbitrary<History & { which: number }> =>
    fc.record({
      providers: anyProviders(tightLimits),
      replies,
      asked: anyTraffic(
        fc
          .record({
            pauseMs: fc.constantFrom(0, 0, 200, 1_000, 10_000, 50_000),
            chars: fc.integer({ min: 1, max: 700 }),
          })
          .map((some) => ({ ...plainAsked, ...some, strategy: 'cascade' as const })),
      ),
      seed: fc.nat(),
      maxWaitMs: fc.constant(0),
      which: fc.nat(),
    });
  /** What no call that still runs can change. */
  const plain = fc.constant([plainReply]);

  it.each([
    ['where all goes well', plain],
    ['after any failures', anyReplies],
  ])(
    'retry-after is the true earliest moment, and a millisecond sooner is too soon, %s',
    async (_name, replies) => {
      let tried = 0;
      await fc.assert(
        fc.asyncProperty(anyHistory(replies), async ({ which, ...history }) => {
          const sent = toldToComeBack(await livedUntil(history, Infinity));
          const made = sent[which % Math.max(1, sent.length)];
          if (made === undefined) return;
          const toldAt = made.endedAt ?? 0;
          const freeAt = Math.ceil(toldAt + (retryAfterOf(made) ?? 0));
          const atTime = await livedUntil(history, toldAt);
          if (replies !== plain && atTime.relay.running > 0) return;
          tried += 1;
          expect(await isTakenAt(atTime, made.asked, freeAt)).toBe(true);
          const tooSoonAt = freeAt - exactnessMs(history);
          if (tooSoonAt < toldAt) return;
          const sooner = await livedUntil(history, toldAt);
          expect(await isTakenAt(sooner, made.asked, tooSoonAt)).toBe(false);
        }),
        lawRuns(800),
      );
      expect(tried).toBeGreaterThan(80);
    },
    lawTimeoutMs,
  );

  const aMinute = fc.constantFrom(...Object.values(minutes));
  const fewAMinute = fc
    .tuple(fc.integer({ min: 1, max: 6 }), aMinute, fc.option(fc.integer({ min: 500, max: 1_500 })), aMinute)
    .map(([requests, one, tokens, other]) => [
      limit(requests, one),
      ...(tokens === null ? [] : [limit(tokens, other, 'tokens')]),
    ]);
  const anySize = fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 700 }));

  it(
    'counts those who wait in line before',
    async () => {
      let tried = 0;
      const one = { ...plainAsked, strategy: 'cascade' as const };
      const anyLine = fc.record({
        providers: anyProviders(fewAMinute),
        asked: fc
          .array(fc.record({ pauseMs: fc.constantFrom(0, 0, 0, 100, 3_000), chars: anySize }), {
            minLength: 4,
            maxLength: 30,
          })
          .map((all) => all.map((some) => ({ ...one, ...some }))),
        seed: fc.nat(),
        maxWaitMs: fc.integer({ min: 1_000, max: 50_000 }),
        which: fc.nat(),
      });
      await fc.assert(
        fc.asyncProperty(anyLine, async ({ which, ...line }) => {
          const history = { ...line, replies: [plainReply] };
          const sent = toldToComeBack(await livedUntil(history, Infinity));
          const made = sent[which % Math.max(1, sent.length)];
          if (made === undefined) return;
          const toldAt = made.endedAt ?? 0;
          const freeAt = Math.ceil(toldAt + (retryAfterOf(made) ?? 0));
          const atTime = await livedUntil(history, toldAt);
          if (atTime.relay.waiting === 0 || atTime.relay.waiting > mostExact) return;
          tried += 1;
          expect(await isTakenAt(atTime, made.asked, freeAt)).toBe(true);
          const tooSoonAt = freeAt - exactnessMs(history);
          if (tooSoonAt < toldAt) return;
          const sooner = await livedUntil(history, toldAt);
          expect(await isTakenAt(sooner, made.asked, tooSoonAt)).toBe(false);
        }),
        lawRuns(800),
      );
      expect(tried).toBeGreaterThan(25);
    },
    lawTimeoutMs,
  );

  it(
    'nobody who comes later is asked for before somebody who waits, however many leave the line',
    async () => {
      const anyLine = fc.record({
        providers: anyProviders(fewAMinute),
        asked: fc.array(
          fc.record({
            pauseMs: fc.constantFrom(0, 0, 0, 100, 3_000),
            leavesAfterMs: fc.constantFrom(null, null, null, 50, 20_000),
            deadlineMs: fc.constantFrom(null, null, null, 30_000, 90_000),
            chars: fc.integer({ min: 1, max: 700 }),
          }),
          { minLength: 4, maxLength: 30 },
        ),
        maxWaitMs: fc.integer({ min: 1_000, max: 90_000 }),
        seed: fc.nat(),
      });
      await fc.assert(
        fc.asyncProperty(anyLine, async ({ asked, ...line }) => {
          const all = asked.map((some) => ({ ...plainAsked, ...some, strategy: 'cascade' as const }));
          const house = await livedUntil({ ...line, asked: all, replies: [plainReply] }, Infinity);
          const tried = house.told.filter(({ kind }) => kind === 'trying').map(numberOf);
          expect(tried).toEqual(tried.toSorted((a, b) => a - b));
        }),
        lawRuns(300),
      );
    },
    lawTimeoutMs,
  );
});

/** Requests are numbered as they come. */
function numberOf({ traceId }: Told): number {
  return Number(traceId.slice('trc_'.length));
}
