import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAsked, anyProviders, anyReplies, anyStart, anyTraffic, inTurn } from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { plainAsked } from '../support/virtual-client.ts';
import { createVirtualRelay } from '../support/virtual-relay.ts';
import { plainReply } from '../support/virtual-reply.ts';
import { limit, minutes } from '../support/world.ts';

describe('law 1, through the relay', () => {
  it(
    'no provider ever refuses a call for quota, and no bucket is overdrawn, when each call takes what was expected',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            providers: anyProviders(),
            replies: anyReplies,
            asked: anyTraffic(anyAsked),
            startAt: anyStart,
          }),
          async ({ providers, replies, asked, startAt }) => {
            const house = createVirtualRelay({ providers, replyTo: inTurn(replies), startAt });
            house.askAll(asked);
            await house.live();
            expect(refusalsIn(house)).toEqual([]);
            expect([...house.watch.excess]).toEqual([]);
            expect([...house.watch.overdrawn]).toEqual([]);
          },
        ),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );

  it(
    'a bucket is overdrawn by no more than what calls used beyond their reservations',
    async () => {
      const tokens = fc.integer({ min: 0, max: 900 });
      const usages = fc.array(fc.option(fc.record({ input: tokens, output: tokens })), { minLength: 1 });
      await fc.assert(
        fc.asyncProperty(
          fc.record({ providers: anyProviders(), replies: anyReplies, asked: anyTraffic(anyAsked), usages }),
          async ({ providers, replies, asked, usages: used }) => {
            const replyTo = (call: unknown, serial: number) => ({
              ...inTurn(replies)(call, serial),
              usage: used[serial % used.length] ?? null,
            });
            const house = createVirtualRelay({ providers, replyTo });
            house.askAll(asked);
            await house.live();
            expect([...house.watch.overdrawn]).toEqual([]);
          },
        ),
        lawRuns(200),
      );
    },
    lawTimeoutMs,
  );

  it('what a call that never reached its provider had taken begins no window', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [limit(2, minutes.first_use)] }],
      replyTo: (_call, serial) => ({
        ...plainReply,
        thereMs: 0,
        deed: serial === 0 ? 'is not reached' : 'serves',
      }),
    });
    house.askAll([plainAsked, ...[3_000, 57_000, 0, 500].map((pauseMs) => ({ ...plainAsked, pauseMs }))]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });
});
