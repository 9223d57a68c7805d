import { isWordStart } from './sent-parts.ts';

/** Characters of an anchor: a few words, which no model gets wrong and few texts hold twice. */
const wanted = 24;
const longest = 80;
/** Only for a text that repeats itself: longer beats ambiguous. */
const longestInRepetition = 200;

/**
 * Where the anchor of a text begins: the last words, which the answer must repeat so that the joint is proved. It begins
 * at a word, and stands only once in the text where that is possible.
 */
export function chooseAnchor(text: string): number {
  const first = text.length - text.trimStart().length;
  if (text.length - first <= wanted) return first;
  let nearest: number | null = null;
  for (let at = text.length - wanted; at >= Math.max(first, text.length - longestInRepetition); at -= 1) {
    if (!isWordStart(text, at)) continue;
    if (nearest === null && text.length - at > longest) break;
    nearest ??= at;
    if (text.indexOf(text.slice(at)) === at) return at;
  }
  return nearest ?? boundaryFrom(text, Math.max(first, text.length - 2 * wanted));
}

/** In a text without white space: between two characters as a reader sees them. */
function boundaryFrom(text: string, wish: number): number {
  const from = Math.max(0, wish - wanted);
  const starts = [...new Intl.Segmenter().segment(text.slice(from))].map(({ index }) => from + index);
  return starts.find((start) => start >= wish) ?? 0;
}
