import { wordsOf } from '../detect-language.ts';
import { findInventions } from './invented.ts';

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const hashtags = /#[\p{L}\p{N}_]+/gu;
/** Parts of a headline: « Gourde isotherme – 29,99 € ». */
const clauseMark = /[\s\u00a0\u202f]*(?:[–—|·:;,]|[ ]-)[\s\u00a0\u202f]+/gu;

/** Without the sentences (in a headline the clauses) that say what nobody gave. null = what is left does not stand. */
export function removeInventions(text: string, source: string, headline: boolean): string | null {
  const left = headline ? withoutClauses(text, source) : withoutSentences(text, source);
  const fewest = headline ? 2 : 3;
  return wordsOf(left.replace(hashtags, '')).length < fewest ? null : left;
}

function withoutSentences(text: string, source: string): string {
  return (
    text
      .split('\n')
      .map((line) =>
        Array.from(sentences.segment(line), ({ segment }) => segment)
          .filter((segment) => findInventions(segment, source).length === 0)
          .join('')
          .trim(),
      )
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      // A line that leads to what is gone.
      .replace(/(?<![^\n])[^\n]*:\s*$/u, '')
      .trim()
  );
}

function withoutClauses(text: string, source: string): string {
  const marks = [...text.matchAll(clauseMark)];
  const starts = [0, ...marks.map(({ index, 0: { length } }) => index + length)];
  const ends = [...marks.map(({ index }) => index), text.length];
  const kept = starts
    .map((start, at) => ({ clause: text.slice(start, ends[at]), mark: marks[at - 1]?.[0] ?? '' }))
    .filter(({ clause }) => findInventions(clause, source).length === 0);
  return kept.map(({ clause, mark }, at) => (at === 0 ? clause : mark + clause)).join('');
}
