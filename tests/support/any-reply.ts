import fc from 'fast-check';
import { deeds, plainReply, type Deed, type Reply } from './virtual-reply.ts';

export function replyOf(anyDeed: fc.Arbitrary<Deed>): fc.Arbitrary<Reply> {
  return fc
    .record({
      deed: anyDeed,
      connectsMs: fc.constantFrom(0, 0, 5, 60),
      // With the longest way to a connection as long as the guard of the shortest window.
      thereMs: fc.integer({ min: 0, max: 65 }),
      thinksMs: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 7_000 }) },
      ),
      backMs: fc.integer({ min: 0, max: 250 }),
      pieces: fc.integer({ min: 0, max: 6 }),
      pauseMs: fc.constantFrom(0, 0, 10, 200, 2_900, 3_100),
      waitMs: fc.integer({ min: 0, max: 40_000 }),
    })
    .map((some) => ({ ...plainReply, ...some }));
}

/** Half of the calls go well. */
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constant('serves' as const),
  fc.constantFrom(...deeds),
);
export const anyReplies = fc.array(replyOf(anyDeed), { minLength: 1, maxLength: 12 });

/** What the providers do, one call after the other, over and over. */
export function inTurn(replies: readonly Reply[]): (call: unknown, serial: number) => Reply {
  return (_call, serial) => replies[serial % replies.length] ?? plainReply;
}
