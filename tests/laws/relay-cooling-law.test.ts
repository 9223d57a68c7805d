import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyHistory, houseOf } from '../support/any-history.ts';
import { watchBenches } from '../support/bench-watch.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';

describe('law 3, through the relay', () => {
  it(
    'nobody is asked while he cools or rests, a trial is one call, and no cooling gets shorter',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async (history) => {
          const house = houseOf(history);
          const watch = watchBenches(house);
          await house.live({ each: () => watch.look() });
          expect(watch.found).toEqual([]);
        }),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );
});
