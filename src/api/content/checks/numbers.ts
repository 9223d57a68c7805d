/** Numbers by their words, in French and English. */
const spelled: Readonly<Record<string, number>> = {
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  douze: 12,
  quinze: 15,
  vingt: 20,
  trente: 30,
  quarante: 40,
  cinquante: 50,
  soixante: 60,
  cent: 100,
  mille: 1000,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  hundred: 100,
  thousand: 1000,
};
const units =
  'ans?|années?|mois|semaines?|jours?|heures?|minutes?|secondes?|euros?|dollars?|pour cent|fois|litres?|kilos?|mètres?|' +
  'years?|months?|weeks?|days?|hours?|seconds?|percent|times|pounds?|miles?|inches|litres?|liters?';
const countedThing = new RegExp(
  String.raw`(?<!\p{L})(${Object.keys(spelled).join('|')})(?=[\s\u00a0\u202f-]+(?:${units})(?!\p{L}))`,
  'giu',
);
const numeral = /(?<![\p{L}\d])\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*/gu;
const listMark = /(?:^|\n)[ \t]*$/;

export interface NumberFound {
  readonly at: number;
  readonly text: string;
  /** What it may mean: 1,299 is one number or another. */
  readonly values: readonly string[];
}

/** Numbers that say something: not those of a list, of a keycap emoji, or within a word. */
export function numbersIn(text: string): NumberFound[] {
  const numerals = [...text.matchAll(numeral)]
    .filter(({ index, 0: found }) => !isMark(text, index, found))
    .map(({ index, 0: found }) => ({ at: index, text: found, values: valuesOf(found) }));
  const words = [...text.matchAll(countedThing)].map(({ index, 0: found }) => ({
    at: index,
    text: found,
    values: [String(spelled[found.toLowerCase()])],
  }));
  return [...numerals, ...words];
}

function isMark(text: string, at: number, found: string): boolean {
  const next = text.slice(at + found.length, at + found.length + 2);
  if (/^\ufe0f?\u20e3/u.test(next)) return true;
  return /^[.)] ?$/.test(next) && /^\d{1,2}$/.test(found) && listMark.test(text.slice(0, at));
}

/** Every value that was given, words included: "deux ans" allows 2. */
export function numbersGiven(source: string): ReadonlySet<string> {
  const numerals = [...source.matchAll(/\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*/gu)];
  const values = numerals.flatMap(([found]) => [
    ...valuesOf(found),
    ...(found.match(/\d+/g) ?? []).map(plain),
  ]);
  const words = source.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Set([...values, ...words.flatMap((word) => (word in spelled ? [String(spelled[word])] : []))]);
}

function valuesOf(found: string): string[] {
  const digits = found.replace(/[ \u00a0\u2009\u202f]/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) return [plain(digits)];
  const whole = digits.replace(/[.,]/g, '');
  const decimal = `${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`;
  return /[.,]\d{3}$/.test(digits) ? [plain(whole), plain(decimal)] : [plain(decimal)];
}

function plain(digits: string): string {
  const value = Number(digits);
  return Number.isSafeInteger(value) || digits.length < 16 ? String(value) : digits;
}
