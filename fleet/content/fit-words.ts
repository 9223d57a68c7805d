/** The element at a place that goes round. */
export function taken<T>(list: readonly [T, ...T[]] | readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('there is nothing to take from');
  return found;
}

/** The beginning of a line, up to a whole word; '' = not even one fits. */
export function firstWords(line: string, most: number): string {
  if (line.length <= most) return line;
  const cut = line.slice(0, most + 1).replace(/\s+\S*$/u, '');
  return cut.length > most ? '' : cut.replace(looseEnd, '');
}

/** Signs and words that lead on to what is cut away. */
const looseEnd =
  /(?:[\s,;:–—-]|\s(?:an?|and|at|by|de|des|du|en|et|for|from|in|la|les?|of|on|or|ou|par|pour|sans|sur|the|to|un|une|with|avec|à|au|aux))+$/iu;

/** With a capital at its beginning, unless it is a name that has none. */
export function capital(line: string): string {
  return line.replace(/^\p{Ll}(?=\p{Ll}|[\s’'])/u, (letter) => letter.toUpperCase());
}

/** With what is written about in its place; what is too long is told by its first words. */
export function filled(phrase: string, subject: string, most: number, anything: string): string {
  const room = most - (phrase.length - 1);
  return phrase.replace('§', () => firstWords(subject, room) || firstWords(anything, room));
}

/** Keywords that are not in a text yet; case, accents and kinds of apostrophes make no other word. */
export function missingIn(text: string, keywords: readonly string[]): string[] {
  const known = folded(text);
  return keywords.filter((keyword) => !known.includes(folded(keyword)));
}

export function listed(words: readonly string[], and: string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${and} ${last}`;
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, "'")
    .replace(/[\s-]+/g, ' ');
}
