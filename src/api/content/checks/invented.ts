import { emailPattern, mentionPattern, urlPattern } from '../links.ts';
import { claims } from './claims.ts';
import { numbersGiven, numbersIn } from './numbers.ts';

/** Something a text says that nobody gave. */
export interface Invention {
  readonly at: number;
  readonly text: string;
}

const email = new RegExp(emailPattern, 'giu');
const url = new RegExp(urlPattern, 'giu');
const mention = new RegExp(mentionPattern, 'giu');
/** Nine digits or more with spaces, dots or hyphens between them; a date has eight. */
const phone = /(?<![\p{L}\d])\+?\d(?:[ \u00a0\u202f.()/-]{0,2}\d){8,20}(?!\d)/gu;
const placeholder =
  /\[[^\]\n]{2,50}\]|\{\{?[^{}\n]{1,50}\}\}?|<\p{Lu}[^<>\n]{2,40}>|\bX{3,}\b|lorem ipsum/giu;

/** Numbers, prices, dates, addresses, phone numbers, claims and gaps to be filled in that are not in the source, in their order. */
export function findInventions(text: string, source: string): Invention[] {
  const found: Invention[] = [];
  let rest = text;
  const look = (pattern: RegExp, isGiven: (piece: string) => boolean): void => {
    for (const { index, 0: piece } of rest.matchAll(pattern)) {
      if (!isGiven(piece)) found.push({ at: index, text: piece });
      // What has been judged is not judged again as a part of something else.
      rest = rest.slice(0, index) + ' '.repeat(piece.length) + rest.slice(index + piece.length);
    }
  };
  const lower = source.toLowerCase();
  const isQuoted = (piece: string): boolean => lower.includes(piece.toLowerCase());
  look(email, isQuoted);
  const links = lower.replace(email, ' ');
  look(url, (piece) => links.includes(bareUrl(piece)));
  look(mention, isQuoted);
  look(placeholder, isQuoted);
  const digits = source.replace(/\D/g, '');
  look(phone, (piece) => isQuoted(piece) || digits.includes(piece.replace(/\D/g, '')));
  for (const claim of claims) look(new RegExp(claim, 'giu'), () => claim.test(source));
  const given = numbersGiven(source.replace(phone, ' '));
  for (const { at, text: number, values } of numbersIn(rest))
    if (!values.some((value) => given.has(value))) found.push({ at, text: number });
  return found.toSorted((a, b) => a.at - b.at);
}

function bareUrl(link: string): string {
  return link
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '');
}
