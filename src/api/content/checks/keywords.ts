import { isHeadline, type ContentRequest } from '../content-request.ts';

/** Of a headline's length, what keywords may take: a title that is nothing but keywords is none. */
const shareOfHeadline = 2 / 3;

/** Keywords that should be in the text and are not. In a headline only as many are wanted, in their order, as it can hold. */
export function missingKeywords(text: string, request: ContentRequest): readonly string[] {
  const [spaced, joined] = [folded(text), folded(text).replaceAll(' ', '')];
  return wantedKeywords(request).filter((keyword) => {
    const wanted = folded(keyword);
    return wanted !== '' && !spaced.includes(wanted) && !joined.includes(`#${wanted.replaceAll(' ', '')}`);
  });
}

export function wantedKeywords({ keywords, type, limit }: ContentRequest): readonly string[] {
  if (!isHeadline(type)) return keywords;
  let room = limit.most * shareOfHeadline;
  return keywords.filter(({ length }) => {
    const holds = length <= room;
    if (holds) room -= length + 1;
    return holds;
  });
}

/** Case, accents, kinds of spaces and apostrophes make no other word. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, "'")
    .replace(/[\s\u00a0\u202f-]+/g, ' ')
    .trim();
}
