import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyAsked,
  anyDeed,
  anyProviders,
  anyTraffic,
  clockLimits,
  inTurn,
  patientAsked,
  replyOf,
} from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { codeOf, plainAsked, retryAfterOf, type Asked, type Visit } from '../support/virtual-client.ts';
import { plainReply, type Deed, type Reply } from '../support/virtual-reply.ts';
import { createVirtualRelay, type VirtualRelay } from '../support/virtual-relay.ts';
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
