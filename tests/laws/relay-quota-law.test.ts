import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spareOf } from '../../src/engine/bucket.ts';
import { laneOf } from '../../src/engine/pool.ts';
import { anyAsked, anyTraffic } from '../support/any-asked.ts';
import { anyHistory, historiesOf, houseOf } from '../support/any-history.ts';
import { anyStart, dayLimits } from '../support/any-limits.ts';
import { anyProviders } from '../support/any-provider.ts';
import { anyDeed, inTurn, replyOf } from '../support/any-reply.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import type { VirtualRelay } from '../support/virtual-relay.ts';
import type { WorldProvider } from '../support/world.ts';

describe('law 1, through the relay', () => {
  it(
    'no provider ever refuses a call for quota, and no bucket is overdrawn, when each call takes what was expected',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, anyStart, async (history, startAt) => {
          const house = houseOf(history, { startAt });
          await house.live();
          expect(refusalsIn(house)).toEqual([]);
          expect([...house.watch.excess]).toEqual([]);
          expect([...house.watch.overdrawn]).toEqual([]);
        }),
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
        fc.asyncProperty(anyHistory, usages, async (history, used) => {
          const house = houseOf(history, {
            replyTo: (call, serial) => ({
              ...inTurn(history.replies)(call, serial),
              usage: used[serial % used.length] ?? null,
            }),
          });
          await house.live();
          expect([...house.watch.overdrawn]).toEqual([]);
        }),
        lawRuns(200),
      );
    },
    lawTimeoutMs,
  );

  /** Who leaves before he is refused cannot know that he was not counted. */
  const booked = fc.array(replyOf(anyDeed.filter((deed) => !deed.startsWith('429'))), { minLength: 1 });

  /** What a continuing call is asked with is not known to the letter. */
  const unresumed = anyAsked.map((asked) => ({ ...asked, resume: false }));

  it(
    'nothing is counted that the provider does not count: what comes to an end leaves the same in both books',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          historiesOf({ providers: anyProviders(dayLimits), replies: booked, asked: anyTraffic(unresumed) }),
          async (history) => {
            const house = houseOf(history);
            await house.live();
            if (house.calls.some(({ isLost }) => isLost)) return;
            expect(differencesIn(house, history.providers)).toEqual([]);
          },
        ),
        lawRuns(300),
      );
    },
    lawTimeoutMs,
  );
});

/** Of a unit: what a day's refill gives back while a call is on its way. */
const refillSlack = 0.5;

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
