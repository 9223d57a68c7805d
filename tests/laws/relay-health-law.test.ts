import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchBenches } from '../support/bench-watch.ts';
import {
  anyAsked,
  anyProviders,
  anyReplies,
  anyRotation,
  anyTraffic,
  inTurn,
  patientAsked,
  replyOf,
} from '../support/histories.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import { pictureOf } from '../support/pool-picture.ts';
import type { Visit } from '../support/virtual-client.ts';
import { plainReply, type Deed, type Reply } from '../support/virtual-reply.ts';
import { readStream } from '../support/virtual-text.ts';
import { createVirtualRelay, decisionOf } from '../support/virtual-relay.ts';

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
          await house.live({ each: () => watch.look() });
          expect(watch.found).toEqual([]);
        }),
        lawRuns(500),
      );
    },
    lawTimeoutMs,
  );
});

describe('law 4, through the relay', () => {
  const callersFaults = fc.constantFrom('400' as const, 'refused content' as const, 'too long' as const);

  it(
    'a caller’s fault changes no state of anybody, whatever was before',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyHistory,
          fc.array(fc.tuple(patientAsked, callersFaults), { minLength: 1, maxLength: 6 }),
          async ({ providers, replies, asked, seed }, faults) => {
            let fault: Reply['deed'] | null = null;
            const replyTo = (call: unknown, serial: number): Reply =>
              fault === null ? inTurn(replies)(call, serial) : { ...plainReply, deed: fault };
            const house = createVirtualRelay({ providers, replyTo, seed, maxWaitMs: 0 });
            house.askAll(asked);
            await house.live();
            house.clock.moveTo(house.clock.now() + 600_000);
            const before = pictureOf(house.pool, house.clock.now());
            for (const [one, deed] of faults) {
              fault = deed;
              house.ask({ ...one, times: 1 });
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

  const noise = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 999_999 }).map(String),
        fc.constantFrom(
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
        ),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((words) => words.join(' '));

  it(
    'what is said beside the fields decides nothing: the same history in other words is the same',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, fc.array(noise, { minLength: 1 }), async (history, words) => {
          const { providers, replies, asked, seed } = history;
          const decisions: unknown[][] = [];
          for (const said of [['no'], words]) {
            const replyTo = (call: unknown, serial: number): Reply => ({
              ...inTurn(replies)(call, serial),
              words: said[serial % said.length] ?? 'no',
            });
            const house = createVirtualRelay({ providers, replyTo, seed });
            house.askAll(asked);
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
