import type { Continuation } from '../../catalog/types.ts';
import { telling, type JointFinder } from './joint.ts';
import { isPeriodic, isSaidTwice } from './repetition.ts';
import { isWordStart, type SentParts } from './sent-parts.ts';

/** No model takes a longer run-up. */
const longestTail = 200;

/**
 * For an answer to a trailing turn. It goes on at once, unless it repeats the whole text (an echo, or a new beginning) or
 * its last words. One that begins as the text did and then leaves it is another answer.
 *
 * A turn that is really continued begins with the white space that comes next, a new one does not: with that sign, an
 * answer may say the last words again because the text does. Where the sign may be missing, an answer is taken as it is if
 * the text has repeated itself so before.
 */
export function directJoint(parts: SentParts, how: Continuation): JointFinder {
  const own = parts.text.trimStart();
  const ownLead = parts.text.slice(0, parts.text.length - own.length);
  const mayEcho = own !== '' && (how === 'prefix' || own.length >= telling);
  const tails = tailsOf(own).filter((words) => !mayComeAgain(words, parts));
  const isRepetitive = isPeriodic(own);
  const opening = own.slice(0, telling);
  const isOpening = opening.length === telling && !own.includes(opening, 1);

  return {
    mayEcho,
    find: (answer, isWhole) => {
      const words = answer.trimStart();
      const lead = answer.slice(0, answer.length - words.length);
      const goesOn = lead !== '' && lead !== ownLead;
      if (mayEcho && words.startsWith(own))
        return how === 'prefix' || !(isRepetitive || goesOn) ? lead.length + own.length : 'none';
      if (goesOn) return 0;
      if (isOpening && words.startsWith(opening)) return 'none';
      if (!isWhole && tails.some((tail) => tail.length > words.length && tail.startsWith(words)))
        return 'open';
      const [tail, another] = tails.filter((candidate) => words.startsWith(candidate));
      if (another !== undefined) return 'none';
      return tail === undefined ? 0 : lead.length + tail.length;
    },
  };
}

/** The last words, from as few to as many as a model may repeat. */
function tailsOf(text: string): readonly string[] {
  const tails: string[] = [];
  for (let at = text.length - telling; at >= Math.max(1, text.length - longestTail); at -= 1)
    if (isWordStart(text, at)) tails.push(text.slice(at));
  return tails;
}

/** The text may say these words, its last ones, again right behind themselves: it did so before, or they are one long line. */
function mayComeAgain(words: string, { text, blank }: SentParts): boolean {
  if (blank === '') return !/\s/.test(words) && isPeriodic(words);
  return isPeriodic(words) || isSaidTwice(words, text);
}
