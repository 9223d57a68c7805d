import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyLimits,
  anyProviders,
  anyReplies,
  anyTraffic,
  clockLimits,
  anyAsked,
  inTurn,
  patientAsked,
  replyOf,
} from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import type { CallRecord } from '../support/virtual-call.ts';
import { createVirtualRelay, type VirtualRelay } from '../support/virtual-relay.ts';

const scopes = fc.constantFrom('account' as const, 'key' as const, 'ip' as const);

/** A call that was aborted on its way finds its place taken: that is no news to anybody. */
function refusalsIn({ calls }: VirtualRelay): CallRecord[] {
  return calls.filter(({ end, refusedBy }) =>
    refusedBy.some((unit) => unit !== 'concurrent' || end !== 'aborted'),
  );
}

describe('law 1', () => {
  it(
    'no provider ever refuses a call for quota, and no bucket is overdrawn, when every call takes what was expected',
    { timeout: lawTimeoutMs },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyProviders(anyLimits),
          anyReplies,
          anyTraffic(anyAsked),
          async (providers, replies, asked) => {
            const house = createVirtualRelay({ providers, replyTo: inTurn(replies) });
            house.askAll(asked);
            await house.live();
            expect(refusalsIn(house)).toEqual([]);
            expect([...house.watch.excess]).toEqual([]);
            expect([...house.watch.overdrawn]).toEqual([]);
          },
        ),
        lawRuns(300),
      );
    },
  );
});
