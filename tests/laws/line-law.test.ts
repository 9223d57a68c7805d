import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historiesOf } from '../support/any-history.ts';
import { anyProviders } from '../support/any-provider.ts';
import { askAgain, livedUntil } from '../support/asked-again.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { plainAsked, type Asked } from '../support/virtual-client.ts';
import { plainReply } from '../support/virtual-reply.ts';
import type { Told } from '../support/virtual-relay.ts';
import { limit, minutes } from '../support/world.ts';

/** Of a longer line the moment is told by the mean. */
const mostExact = 16;

const aMinute = fc.constantFrom(...Object.values(minutes));
const fewAMinute = fc
  .tuple(fc.integer({ min: 1, max: 6 }), aMinute, fc.option(fc.integer({ min: 500, max: 1_500 })), aMinute)
  .map(([requests, one, tokens, other]) => [
    limit(requests, one),
    ...(tokens === null ? [] : [limit(tokens, other, 'tokens')]),
  ]);

const onePause = fc.constantFrom(0, 0, 0, 100, 3_000);
const anySize = fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 700 }));

const linesOf = (some: fc.Arbitrary<Partial<Asked>>) =>
  historiesOf({
    providers: anyProviders(fewAMinute),
    replies: fc.constant([plainReply]),
    asked: fc.array(
      some.map((change): Asked => ({ ...plainAsked, ...change, strategy: 'cascade' })),
      { minLength: 4, maxLength: 30 },
    ),
  });

describe('law 5 for those who wait', () => {
  it(
    'retry-after counts those who wait before',
    async () => {
      let tried = 0;
      await fc.assert(
        fc.asyncProperty(
          linesOf(fc.record({ pauseMs: onePause, chars: anySize })),
          fc.record({ maxWaitMs: fc.integer({ min: 1_000, max: 50_000 }), which: fc.nat() }),
          async (line, told) => {
            const again = await askAgain(
              { ...line, ...told },
              ({ relay }) => relay.waiting > 0 && relay.waiting <= mostExact,
            );
            if (again === null) return;
            tried += 1;
            expect([again.isTaken, again.isTakenSooner]).toEqual([true, false]);
          },
        ),
        lawRuns(800),
      );
      expect(tried).toBeGreaterThan(25);
    },
    lawTimeoutMs,
  );

  it(
    'nobody who comes later is asked for before somebody who waits, however many leave the line',
    async () => {
      const any = fc.record({
        pauseMs: onePause,
        leavesAfterMs: fc.constantFrom(null, null, null, 50, 20_000),
        deadlineMs: fc.constantFrom(null, null, null, 30_000, 90_000),
        chars: anySize,
      });
      await fc.assert(
        fc.asyncProperty(linesOf(any), fc.integer({ min: 1_000, max: 90_000 }), async (line, maxWaitMs) => {
          const house = await livedUntil({ ...line, maxWaitMs }, Infinity);
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
