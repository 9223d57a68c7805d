import { stopWords } from './stop-words.ts';

export interface Detection {
  /** `fr`, `en`, `es`, `de`, `it`, `pt`, `nl`, or `und` for a text in another script; null = too little to tell. */
  readonly language: string | null;
  /** Words of that language that were seen. */
  readonly hits: number;
}

const unsure: Detection = { language: null, hits: 0 };

/** A language by its commonest words; names and short labels have none. `ignored` words say nothing (lower case). */
export function detectLanguage(text: string, ignored: ReadonlySet<string> = new Set()): Detection {
  if (isForeignScript(text)) return { language: 'und', hits: 1 };
  const words = wordsOf(text).filter((word) => !ignored.has(word));
  const scores = Object.entries(stopWords)
    .map(([language, known]) => ({ language, hits: words.filter((word) => known.has(word)).length }))
    .toSorted((a, b) => b.hits - a.hits);
  const [best, second] = scores;
  if (best === undefined || best.hits === 0 || best.hits === second?.hits) return unsure;
  return best.hits / words.length < 0.12 ? unsure : best;
}

/** Lower case, elided articles apart: `l’eau` is `l` and `eau`. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
}

function isForeignScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters > 0 && latin < letters / 2;
}
