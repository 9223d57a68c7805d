import { stopWords } from '../stop-words.ts';

/** A word with a capital and no other, not at the beginning of the line or of a sentence. */
const capitalised =
  /(?<=[\p{L}\p{N},;%»)’'][\s\u00a0\u202f]+|\p{L}[’'-])\p{Lu}[\p{Ll}\p{M}]+(?![\p{Lu}\p{N}])/gu;
const words = /(?<=[\p{L}\p{N},;%»)’'][\s\u00a0\u202f]+)\p{L}[\p{L}\p{M}]{3,}/gu;

/** French sets no capital on each word of a title; names that the client wrote so keep theirs. */
export function isTitleCase(text: string, source: string): boolean {
  const later = [...text.matchAll(words)].map(([word]) => word).filter((word) => !source.includes(word));
  const capitals = later.filter((word) => /^\p{Lu}[\p{Ll}\p{M}]+$/u.test(word));
  return capitals.length >= 2 && capitals.length >= later.length * 0.7;
}

/** The same line with the capitals of its first word and of names that the client wrote so. */
export function withoutTitleCase(text: string, source: string): string {
  const named = new Set(source.match(/\p{Lu}[\p{L}\p{M}]*/gu));
  return text.replace(capitalised, (word) => {
    const lower = word.toLowerCase();
    return named.has(word) && !(stopWords.fr?.has(lower) ?? false) ? word : lower;
  });
}
