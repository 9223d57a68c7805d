import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchBenches } from '../support/bench-watch.ts';
import { anyAsked, anyProviders, anyReplies, anyTraffic, inTurn } from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { createVirtualRelay } from '../support/virtual-relay.ts';

const anyHistory = fc.record({
  providers: anyProviders(),
  replies: anyReplies,
  asked: anyTraffic(anyAsked),
  seed: fc.nat(),
});

describe('law 3, through the relay', () => {
  it(
    'nobody is asked while he cools or rests, a trial is one call, and no cooling gets shorter',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async ({ providers, replies, asked, seed }) => {
          const house = createVirtualRelay({ providers, replyTo: inTurn(replies), seed });
          const watch = watchBenches(house);
          house.askAll(asked);
          await house.live({ each: watch.look });
          expect(watch.found).toEqual([]);
        }),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );
});
