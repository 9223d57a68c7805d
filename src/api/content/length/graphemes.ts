const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text as its reader sees it, one character each: 👩‍👩‍👧 and é are one. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function countGraphemes(text: string): number {
  return graphemesOf(text).length;
}
