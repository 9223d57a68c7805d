import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTraffic, patientAsked } from '../support/any-asked.ts';
import { anyRotation } from '../support/any-provider.ts';
import { inTurn, replyOf } from '../support/any-reply.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import type { Visit } from '../support/virtual-client.ts';
import { plainReply, type Deed, type Reply } from '../support/virtual-reply.ts';
import { createVirtualRelay } from '../support/virtual-relay.ts';
import { readStream } from '../support/virtual-text.ts';

describe('law 6, through the relay', () => {
  /** What can be wrong with a key or an account, told at once or found out by waiting. */
  const told = ['401', '403', '404', '429', '429 until', '500', 'is empty'] as const;
  const waitedFor = ['hangs', 'falls silent', 'errs inside'] as const;
  /** What is a whole provider's. */
  const shared = ['529', 'a page', 'is not reached', 'cuts', 'ends early', 'too long'] as const;
  const quickly = (reply: Reply): Reply => ({ ...reply, thinksMs: 20, pauseMs: 20 });
  const several = (...of: readonly Deed[]): fc.Arbitrary<Reply[]> =>
    fc.array(replyOf(fc.constantFrom(...of)), { minLength: 1, maxLength: 6 });

  /** Of more than two bad keys none takes its time or begins a text: a text that has broken twice is given up. */
  const anyBad = fc.oneof(
    fc.record({
      bad: fc.constantFrom(1, 2),
      isApart: fc.constant(false),
      replies: several(...told, ...waitedFor),
    }),
    fc.record({
      bad: fc.integer({ min: 3, max: 6 }),
      isApart: fc.constant(false),
      replies: several(...told).map((replies) => replies.map(quickly)),
    }),
    fc.record({
      bad: fc.constantFrom(1, 2),
      isApart: fc.constant(true),
      replies: several(...told, ...waitedFor, ...shared),
    }),
  );

  it(
    'whatever one account or provider does wrong, nobody fails whom another could have served in time',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            wrong: anyBad,
            asked: anyTraffic(patientAsked),
            deadlineMs: fc.integer({ min: 10_000, max: 20_000 }),
            rotation: anyRotation,
            seed: fc.nat(),
          }),
          async ({ wrong: { bad, isApart, replies }, asked, deadlineMs, rotation, seed }) => {
            const badKeys = Array.from({ length: bad }, (_, index) => ({
              id: `bad-${index}`,
              account: 'bad',
            }));
            const good = { id: 'good', account: 'good' };
            const house = createVirtualRelay({
              providers: isApart
                ? [
                    { id: 'p', keys: badKeys, limits: [], rotation },
                    { id: 'q', keys: [good], limits: [] },
                  ]
                : [{ id: 'p', keys: [...badKeys, good], limits: [], rotation }],
              replyTo: (call, serial) =>
                call.secret === 'secret-good' ? plainReply : inTurn(replies)(call, serial),
              deadlineMs,
              seed,
            });
            house.askAll(asked);
            await house.live();
            const failed = house.visits.filter((made) => !isServed(made));
            expect(failed.map(({ error }) => String(error))).toEqual([]);
          },
        ),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );
});

function isServed({ kind, read }: Visit): boolean {
  return kind === 'whole' || (kind === 'stream' && readStream(read.join('')).isDone);
}
