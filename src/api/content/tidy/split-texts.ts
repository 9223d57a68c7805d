/** What several texts of one answer are told to be parted by. */
export const separator = '=====';

const separatorLine = /^[ \t]*={3,}[ \t]*$/m;
const ruleLine = /^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$/m;
const wordMark =
  /^[*_# \t]{0,12}(?:variante|variant|variation|option|version|proposition|choix|choice|titre|title|objet|subject(?: line)?|post|publication|description|texte|text)[ \u00a0]*(?:n°[ ]?)?(?:\d{1,2}|[A-E])[ \u00a0]*(?:[*_]*[ \u00a0]*[:.)–—-]|[*_]+[ \t]*$|[ \t]*$)/imu;
const numberMark = /^[ \t]*(?:[*_]{0,2})(?:\d{1,2}[.)]|[•*+-])[ \t]+/m;

export interface Splitting {
  /** Texts are one line each. */
  readonly headline: boolean;
  /** Several were asked for: numbers part them, and rules do. */
  readonly several: boolean;
}

/** The texts of one answer, marks that part them left out; an answer with nothing that parts it is one. */
export function splitTexts(answer: string, { headline, several }: Splitting): string[] {
  const listed = several ? jsonList(answer) : null;
  if (listed !== null) return listed;
  for (const pattern of several ? [separatorLine, wordMark, ruleLine] : [separatorLine, wordMark]) {
    const parts = partsBy(answer, pattern);
    if (parts.length > 1) return parts;
  }
  const numbered = headline || several ? partsBy(answer, numberMark) : [];
  if (numbered.length > 1) return numbered;
  const lines = answer.split('\n').filter((line) => line.trim() !== '');
  return headline && several && lines.length > 1 ? lines : [answer];
}

/** What stands before the first mark of a list belongs to none of its texts. */
function partsBy(answer: string, mark: RegExp): string[] {
  const marks = [...answer.matchAll(new RegExp(mark, `g${mark.flags}`))];
  if (marks.length === 0) return [];
  const isParting = mark === separatorLine || mark === ruleLine;
  const starts = marks.map(({ index, 0: { length } }) => index + length);
  const ends = [...marks.slice(1).map(({ index }) => index), answer.length];
  const parts = starts.map((start, at) => answer.slice(start, ends[at]));
  const [first] = marks;
  if (isParting && first !== undefined) parts.unshift(answer.slice(0, first.index));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function jsonList(answer: string): string[] | null {
  const found = /^\s*(?:```(?:json)?\s*)?(\[[^]*\])\s*(?:```)?\s*$/.exec(answer)?.[1];
  if (found === undefined) return null;
  try {
    const value: unknown = JSON.parse(found);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
  } catch {
    return null;
  }
}
