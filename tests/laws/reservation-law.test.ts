import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulate/random.ts';
import { anyHistory, houseOf } from '../support/any-history.ts';
import { lateLedger } from '../support/late-ledger.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { looseEnds, timersOfNobody } from '../support/loose-ends.ts';
import type { Visit } from '../support/virtual-client.ts';
import { defaultDeadlineMs, type VirtualRelay } from '../support/virtual-relay.ts';

/** Lives to the end, and says what was left over at any time. */
async function leftOver(house: VirtualRelay): Promise<string[]> {
  const found = new Set<string>();
  await house.live({ each: () => timersOfNobody(house).forEach((one) => found.add(one)) });
  return [...found, ...looseEnds(house)];
}

/** Timers ring after whole ms, and after one at least. */
const roundingMs = 2;

/** There is one deadline for all attempts of a request: by then there is content, or an error. */
function isLate({ at, answeredAt, asked }: Visit): boolean {
  return (answeredAt ?? Infinity) - at > (asked.deadlineMs ?? defaultDeadlineMs) + roundingMs;
}

describe('law 2', () => {
  it(
    'every reservation, call, timer, stream and request has exactly one end, whatever throws, aborts or times out',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async (history) => {
          const house = houseOf(history);
          expect(await leftOver(house)).toEqual([]);
          expect(house.visits.filter(isLate)).toEqual([]);
        }),
        lawRuns(700),
      );
    },
    lawTimeoutMs,
  );

  it(
    'the same over a ledger that answers late, as one over a network does',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async (history) => {
          const random = createRandom(history.seed);
          const house = houseOf(history, {
            distance: (ledger, clock) => lateLedger(ledger, clock, () => Math.floor(random() * 30)),
          });
          expect(await leftOver(house)).toEqual([]);
        }),
        lawRuns(300),
      );
    },
    lawTimeoutMs,
  );
});
