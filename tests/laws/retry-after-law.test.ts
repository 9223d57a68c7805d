import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTraffic } from '../support/any-asked.ts';
import { historiesOf } from '../support/any-history.ts';
import { tightLimits } from '../support/any-limits.ts';
import { anyProviders } from '../support/any-provider.ts';
import { anyDeed, replyOf } from '../support/any-reply.ts';
import { askAgain, type ToldHistory } from '../support/asked-again.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { plainAsked } from '../support/virtual-client.ts';
import { plainReply, type Deed, type Reply } from '../support/virtual-reply.ts';

const callersFaults: readonly Deed[] = ['400', 'refused content', 'throws'];
const anyReplies = fc.array(replyOf(anyDeed.filter((deed) => !callersFaults.includes(deed))), {
  minLength: 1,
  maxLength: 12,
});
/** What no call that still runs can change. */
const plain: fc.Arbitrary<readonly Reply[]> = fc.constant([plainReply]);

const onePause = fc.constantFrom(0, 0, 200, 1_000, 10_000, 50_000);
const oneAsked = fc
  .record({ pauseMs: onePause, chars: fc.integer({ min: 1, max: 700 }) })
  .map((some) => ({ ...plainAsked, ...some, strategy: 'cascade' as const }));

function toldHistories(replies: fc.Arbitrary<readonly Reply[]>): fc.Arbitrary<ToldHistory> {
  return fc
    .record({
      history: historiesOf({ providers: anyProviders(tightLimits), replies, asked: anyTraffic(oneAsked) }),
      which: fc.nat(),
    })
    .map(({ history, which }) => ({ ...history, which, maxWaitMs: 0 }));
}

describe('law 5 without a local fallback', () => {
  it.each([
    ['where all goes well', plain],
    ['after any failures', anyReplies],
  ])(
    'retry-after is the true earliest moment, and a moment sooner is too soon, %s',
    async (_name, replies) => {
      let tried = 0;
      await fc.assert(
        fc.asyncProperty(toldHistories(replies), async (history) => {
          const again = await askAgain(history, ({ relay }) => replies === plain || relay.running === 0);
          if (again === null) return;
          tried += 1;
          expect([again.isTaken, again.isTakenSooner]).toEqual([true, false]);
        }),
        lawRuns(800),
      );
      expect(tried).toBeGreaterThan(80);
    },
    lawTimeoutMs,
  );
});
