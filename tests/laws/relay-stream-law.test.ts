import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAsked, anyTraffic } from '../support/any-asked.ts';
import { historiesOf, houseOf } from '../support/any-history.ts';
import { replyOf } from '../support/any-reply.ts';
import { lawRuns, lawTimeoutMs } from '../support/law-runs.ts';
import type { Visit } from '../support/virtual-client.ts';
import type { Deed } from '../support/virtual-reply.ts';
import { readStream } from '../support/virtual-text.ts';
import type { WorldProvider } from '../support/world.ts';

/** Texts that say nothing twice, so that no joint is a matter of opinion: accents, quotes, lists, characters of several units. */
const anyText = fc
  .array(fc.constantFrom('word', 'été', '🌊', '\n- item', '« mot »', '👩‍🚀', 'l’eau', '\n\n**', '"q"'), {
    minLength: 1,
    maxLength: 60,
  })
  .map((words) => words.map((word, index) => `${word}${index}`).join(' '));

const manners = fc.constantFrom(
  'exact' as const,
  'obeys' as const,
  'restarts' as const,
  'repeats' as const,
  'chats' as const,
  'refuses' as const,
);

const ways = fc.constantFrom(undefined, 'prefix' as const, 'assistant' as const);
const anyProvider = (id: string): fc.Arbitrary<WorldProvider> =>
  fc.tuple(ways, fc.integer({ min: 1, max: 3 })).map(([continuation, keys]) => ({
    id,
    keys: Array.from({ length: keys }, (_, index) => ({ id: `${id}-${index}` })),
    limits: [],
    def: continuation === undefined ? {} : { continuation },
  }));

const deaths = fc.constantFrom<Deed>(
  'cuts',
  'cuts at its end',
  'ends early',
  'falls silent',
  'falls silent at its end',
  'errs inside',
  'serves whole',
  'hangs',
  '429',
  '500',
);
const anyReply = replyOf(fc.oneof(fc.constant('serves' as const), deaths)).map((reply) => ({
  ...reply,
  pieces: reply.pieces * 2,
}));

const anyStreams = historiesOf({
  providers: fc.tuple(anyProvider('first'), anyProvider('second')),
  replies: fc.array(anyReply, { minLength: 1, maxLength: 8 }),
  asked: anyTraffic(
    anyAsked.map((asked) => ({ ...asked, stream: true, maxTokens: 500 })),
    6,
  ),
});
const anySpeech = fc.record({ text: anyText, manner: manners });

/** What is wrong with what a client has in its hands; null = nothing. */
function faultIn(made: Visit, text: string): string | null {
  const read = readStream(made.read.join(''));
  if (!text.startsWith(read.text)) return `not a beginning: ${read.text}`;
  if (read.afterEnd > 0) return 'something behind the end';
  // Who takes nothing for a minute has left without a word.
  if (made.leftAt !== null || !made.isPiped || made.asked.slownessMs > 60_000) return null;
  if (read.isDone) return read.text === text && read.errors.length === 0 ? null : `not all: ${read.text}`;
  return read.errors.join() === 'stream_interrupted' ? null : 'no end';
}

describe('law 7, through the relay', () => {
  it(
    'a client has the whole text and its end mark, or a beginning and an error: nothing twice, nothing lost',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyStreams, anySpeech, async (history, speech) => {
          const house = houseOf(history, { speech });
          await house.live();
          const faults = house.visits.map((made) => faultIn(made, speech.text));
          expect(faults.filter((fault) => fault !== null)).toEqual([]);
        }),
        lawRuns(600),
      );
    },
    lawTimeoutMs,
  );
});
