import type { Continuation } from '../catalog/types.ts';
import { telling, type JointFinder } from './joint.ts';
import { isPeriodic, isSaidTwice } from './repetition.ts';
import { isWordStart } from './sent-parts.ts';

/** No model takes a longer run-up. */
const longestTail = 200;

/**
 * For an answer to a trailing turn. It goes on at once, unless it repeats the whole text (an echo, or a new beginning) or
 * its last words. Where the text repeats itself at once, the answer may well do so, too, and is taken as it is. One that
 * begins as the text did and then leaves it is another answer.
 */
export function directJoint(text: string, how: Continuation): JointFinder {
  const mayEcho = text !== '' && (how === 'prefix' || text.length >= telling);
  const isAmbiguousEcho = how !== 'prefix' && isPeriodic(text);
  const opening = text.slice(0, telling);
  const isOpening = opening.length === telling && !text.includes(opening, 1);
  const tails = tailsOf(text);

  return {
    mayEcho,
    find: (answer, isWhole) => {
      const own = answer.trimStart();
      const lead = answer.length - own.length;
      if (mayEcho && own.startsWith(text)) return isAmbiguousEcho ? 'none' : lead + text.length;
      if (isOpening && own.startsWith(opening)) return 'none';
      if (!isWhole && tails.some((words) => words.length > own.length && words.startsWith(own)))
        return 'open';
      const [tail, another] = tails.filter((words) => own.startsWith(words));
      if (another !== undefined) return 'none';
      return tail === undefined ? 0 : lead + tail.length;
    },
  };
}

/** The last words, from as few to as many as a model may repeat. */
function tailsOf(text: string): readonly string[] {
  const tails: string[] = [];
  for (let at = text.length - telling; at >= Math.max(1, text.length - longestTail); at -= 1) {
    if (!isWordStart(text, at)) continue;
    const words = text.slice(at);
    if (!isPeriodic(words) && !isSaidTwice(words, text)) tails.push(words);
  }
  return tails;
}
