import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAsked, anyTraffic } from '../support/any-asked.ts';
import { historiesOf, houseOf, noRoutes } from '../support/any-history.ts';
import { anyDeed, inTurn, replyOf } from '../support/any-reply.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { codeOf, type Visit } from '../support/virtual-client.ts';
import { plainReply, type Deed } from '../support/virtual-reply.ts';
import type { WorldProvider } from '../support/world.ts';

const callersFaults: readonly Deed[] = ['400', 'refused content'];
const anyFallback = fc.option(fc.integer({ min: 1, max: 4 })).map((atOnce): WorldProvider => ({
  id: 'local',
  keys: [{ id: 'none' }],
  limits: atOnce === null ? [] : [{ unit: 'concurrent', amount: atOnce, window: { kind: 'in_flight' } }],
  tier: 'local',
}));
const others = historiesOf({
  replies: fc.array(replyOf(anyDeed.filter((deed) => !callersFaults.includes(deed))), { minLength: 1 }),
  asked: anyTraffic(anyAsked.map((asked) => ({ ...asked, model: undefined }))),
  routing: fc.constant(noRoutes),
});

/** Its end came well before its time was over: 20 s where the client says nothing. */
function hadTime({ asked, at, endedAt }: Visit): boolean {
  return asked.deadlineMs === null && (endedAt ?? Infinity) - at < 18_000;
}

/** The client left, or there was too little time for a crowd. */
const harmlessCodes = [null, 'client_closed', 'deadline_exceeded'] as const;

describe('law 5 with a local fallback', () => {
  it(
    'no request fails for quota, nor for what others did: at most the time is too short for a crowd',
    async () => {
      await fc.assert(
        fc.asyncProperty(others, anyFallback, fc.constantFrom(0, 5_000), async (some, local, maxWaitMs) => {
          const history = { ...some, providers: [...some.providers, local] };
          const house = houseOf(history, {
            replyTo: (call, serial) =>
              call.provider.id === 'local' ? plainReply : inTurn(some.replies)(call, serial),
            maxWaitMs,
          });
          await house.live();
          expect(house.visits.map(codeOf)).not.toContain('pool_exhausted');
          const codes = new Set(house.visits.filter(hadTime).map(codeOf));
          for (const harmless of harmlessCodes) codes.delete(harmless);
          expect([...codes]).toEqual([]);
        }),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );
});
