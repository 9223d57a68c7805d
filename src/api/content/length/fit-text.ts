import { emailPattern, hashtagPattern, mentionPattern, urlPattern } from '../links.ts';
import type { LengthLimit } from './length-limit.ts';
import { mendEnd } from './mend-end.ts';

export interface Fit {
  readonly limit: Pick<LengthLimit, 'most' | 'measure'>;
  /** Hashtags at the end, and lines of nothing else, go before words do. */
  readonly dropsHashtags: boolean;
  /** One line: it ends where it ends, without an ellipsis or a word that leads on. */
  readonly headline: boolean;
}

/** A sentence that ends so far into what fits is a better end than a word. */
const goodPart = 0.6;

/**
 * A text within its limit: as it is, without its hashtags, or cut behind a sentence or a word; never inside a word, a
 * hashtag, a link or a grapheme. null = not even its first word fits.
 */
export function fitText(text: string, fit: Fit): string | null {
  if (fits(text, fit)) return text;
  const bare = fit.dropsHashtags ? withoutHashtags(text, fit) : text;
  if (bare !== '' && fits(bare, fit)) return bare;
  return cut(bare, fit);
}

function fits(text: string, { limit }: Fit): boolean {
  return limit.measure(text) <= limit.most;
}

/** So many are looked at one by one. */
const mostHashtags = 100;
const lastHashtag = new RegExp(String.raw`(?:^|\s+)${hashtagPattern}[\s\p{P}]*$`, 'iu');
const hashtagLines = new RegExp(String.raw`\n[^\S\n]*(?:${hashtagPattern}[^\S\n]*)+(?=\n)`, 'giu');

/** Hashtags are taken away from the end, as many as it needs; when those are not enough, lines of hashtags as well. */
function withoutHashtags(text: string, fit: Fit): string {
  const rests = [text];
  for (let rest = text; rests.length < mostHashtags && lastHashtag.test(rest); rests.push(rest))
    rest = rest.replace(lastHashtag, '').trimEnd();
  const fewest = firstFitting(rests, fit);
  return fewest ?? (rests.at(-1) ?? text).replace(hashtagLines, '');
}

/** Of ever shorter texts. */
function firstFitting(texts: readonly string[], fit: Fit): string | undefined {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(texts[middle] ?? '', fit)) high = middle;
    else low = middle + 1;
  }
  return texts[low];
}

function cut(text: string, fit: Fit): string | null {
  const points = cutPoints(text);
  const whole = longest(text, points, fit, '');
  if (whole === null) return null;
  if (fit.headline) return whole;
  const sentence = lastSentence(whole);
  if (sentence.length >= whole.length * goodPart) return sentence;
  return longest(text, points, fit, '…') ?? whole;
}

/** The longest beginning that fits with what is set behind it. */
function longest(text: string, points: readonly number[], fit: Fit, suffix: string): string | null {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(text.slice(0, points[middle]), fit)) low = middle + 1;
    else high = middle;
  }
  // What is trimmed from an end can only make it shorter, what is set behind it longer.
  for (let index = low - 1; index >= 0; index -= 1) {
    const end = mendEnd(text.slice(0, points[index]), fit.headline);
    if (end !== '' && fits(end + suffix, fit)) return end + suffix;
  }
  return null;
}

const wholePieces = new RegExp([emailPattern, urlPattern, hashtagPattern, mentionPattern].join('|'), 'giu');
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Indices at which a text may end: before a space that breaks, or between two words of a script without spaces. */
function cutPoints(text: string): number[] {
  const points = new Set<number>();
  for (const { index } of text.matchAll(/(?<=\S)[^\S\u00a0\u202f]/g)) points.add(index);
  if (unspaced.test(text)) for (const index of wordStarts(text)) points.add(index);
  return [...points].toSorted((a, b) => a - b);
}

function* wordStarts(text: string): Iterable<number> {
  const pieces = [...text.matchAll(wholePieces)].map(
    (found) => [found.index, found.index + found[0].length] as const,
  );
  let before = '';
  for (const { index, segment, isWordLike } of words.segment(text)) {
    const inside = pieces.some(([from, to]) => index > from && index < to);
    if (index > 0 && isWordLike === true && !inside && unspaced.test(before + segment)) yield index;
    before = segment;
  }
}

const sentenceEnd = /[.!?…。！？](?:[\u00a0\u202f]?[»”’")\]])?(?=\s|$)/gu;

/** Up to the last end of a sentence; '' = there is none. */
function lastSentence(text: string): string {
  const last = [...text.matchAll(sentenceEnd)].at(-1);
  return last === undefined ? '' : text.slice(0, last.index + last[0].length);
}
