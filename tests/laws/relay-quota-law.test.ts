import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spareOf } from '../../src/engine/bucket.ts';
import { laneOf } from '../../src/engine/pool.ts';
import {
  anyAsked,
  anyDeed,
  anyProviders,
  anyReplies,
  anyStart,
  anyTraffic,
  dayLimits,
  inTurn,
  replyOf,
} from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { createVirtualRelay, type VirtualRelay } from '../support/virtual-relay.ts';
import type { WorldProvider } from '../support/world.ts';

describe('law 1, through the relay', () => {
  it(
    'no provider ever refuses a call for quota, and no bucket is overdrawn, when each call takes what was expected',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            providers: anyProviders(),
            replies: anyReplies,
            asked: anyTraffic(anyAsked),
            startAt: anyStart,
          }),
          async ({ providers, replies, asked, startAt }) => {
            const house = createVirtualRelay({ providers, replyTo: inTurn(replies), startAt });
            house.askAll(asked);
            await house.live();
            expect(refusalsIn(house)).toEqual([]);
            expect([...house.watch.excess]).toEqual([]);
            expect([...house.watch.overdrawn]).toEqual([]);
          },
        ),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );

  it(
    'a bucket is overdrawn by no more than what calls used beyond their reservations',
    async () => {
      const tokens = fc.integer({ min: 0, max: 900 });
      const usages = fc.array(fc.option(fc.record({ input: tokens, output: tokens })), { minLength: 1 });
      await fc.assert(
        fc.asyncProperty(
          fc.record({ providers: anyProviders(), replies: anyReplies, asked: anyTraffic(anyAsked), usages }),
          async ({ providers, replies, asked, usages: used }) => {
            const replyTo = (call: unknown, serial: number) => ({
              ...inTurn(replies)(call, serial),
              usage: used[serial % used.length] ?? null,
            });
            const house = createVirtualRelay({ providers, replyTo });
            house.askAll(asked);
            await house.live();
            expect([...house.watch.overdrawn]).toEqual([]);
          },
        ),
        lawRuns(200),
      );
    },
    lawTimeoutMs,
  );

  /** Who leaves before he is refused cannot know that he was not counted. */
  const booked = fc.array(replyOf(anyDeed.filter((deed) => !deed.startsWith('429'))), { minLength: 1 });

  it(
    'nothing is counted that the provider does not count: what comes to an end leaves the same in both books',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({ providers: anyProviders(dayLimits), replies: booked, asked: anyTraffic(anyAsked) }),
          async ({ providers, replies, asked }) => {
            const house = createVirtualRelay({ providers, replyTo: inTurn(replies) });
            house.askAll(asked.map((one) => ({ ...one, resume: false })));
            await house.live();
            expect(differencesIn(house, providers)).toEqual([]);
          },
        ),
        lawRuns(300),
      );
    },
    lawTimeoutMs,
  );
});

/** Of a unit: what a day's refill gives back while a call is on its way. */
const refillSlack = 0.05;

/** Where our count of a limit is not the provider's. */
function differencesIn({ pool, truth, clock }: VirtualRelay, providers: readonly WorldProvider[]): string[] {
  const now = clock.now();
  return [...pool.keys.values()].flatMap((key) => {
    const limits = providers.find(({ id }) => id === key.provider.id)?.limits ?? [];
    const [node] = key.provider.models.values();
    const buckets = node === undefined ? [] : laneOf(pool, key, node).buckets;
    return limits.flatMap(({ unit, amount }, place) => {
      const bucket = buckets.find(({ spec }) => spec.unit === unit && spec.base !== null);
      const ours = bucket === undefined ? 0 : amount - spareOf(bucket, now);
      const theirs = truth.used(key.provider.id, place, { key: key.id, account: key.account.id }, now);
      return Math.abs(ours - theirs) < refillSlack ? [] : [`${key.id} ${unit}: ${ours}, they ${theirs}`];
    });
  });
}
