import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patientAsked } from '../support/any-asked.ts';
import { anyHistory, houseOf } from '../support/any-history.ts';
import { inTurn } from '../support/any-reply.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { pictureOf } from '../support/pool-picture.ts';
import { plainReply, type Reply } from '../support/virtual-reply.ts';
import { decisionOf } from '../support/virtual-relay.ts';

const callersFaults = fc.constantFrom('400' as const, 'refused content' as const, 'too long' as const);
/** ms after which every rest is over: whoever is asked then is on trial. */
const longestRestMs = 600_000;

const words = fc.constantFrom(
  '401',
  '429',
  '500',
  '529',
  'unauthorized',
  'invalid api key',
  'quota exceeded',
  'rate limit',
  'too long',
  'try again in 30s',
  'billing',
  'model not found',
  'overloaded',
);
const noise = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 999_999 }).map(String), words), { minLength: 1, maxLength: 8 })
  .map((some) => some.join(' '));

describe('law 4, through the relay', () => {
  it(
    'a caller’s fault changes no state of anybody, whatever was before',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyHistory,
          fc.array(fc.tuple(patientAsked, callersFaults), { minLength: 1, maxLength: 6 }),
          async (history, faults) => {
            let fault: Reply['deed'] | null = null;
            const house = houseOf(history, {
              replyTo: (call, serial) =>
                fault === null ? inTurn(history.replies)(call, serial) : { ...plainReply, deed: fault },
              maxWaitMs: 0,
            });
            await house.live();
            house.clock.moveTo(house.clock.now() + longestRestMs);
            const before = pictureOf(house.pool, house.clock.now());
            for (const [asked, deed] of faults) {
              fault = deed;
              house.ask({ ...asked, times: 1 });
              await house.live();
            }
            expect(pictureOf(house.pool, house.clock.now())).toEqual(before);
          },
        ),
        lawRuns(300),
      );
    },
    lawTimeoutMs,
  );

  it(
    'what is said beside the fields decides nothing: the same history in other words is the same',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, fc.array(noise, { minLength: 1 }), async (history, some) => {
          const decisions: string[][] = [];
          for (const said of [['no'], some]) {
            const house = houseOf(history, {
              replyTo: (call, serial) => ({
                ...inTurn(history.replies)(call, serial),
                words: said[serial % said.length] ?? 'no',
              }),
            });
            await house.live();
            decisions.push(house.told.map(decisionOf));
          }
          expect(decisions[1]).toEqual(decisions[0]);
        }),
        lawRuns(200),
      );
    },
    lawTimeoutMs,
  );
});
