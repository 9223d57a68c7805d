import type { ContentOrder } from './content-order.ts';
import { capital, filled, firstWords, listed, missingIn, taken } from './fit-words.ts';
import { phrases } from './phrases.ts';

/** A title or a subject line: one line, within its length, with every keyword. */
export function writeHeadline({ kind, language, subject, keywords, most }: ContentOrder, at: number): string {
  const words = phrases[language];
  const patterns = kind === 'subject' ? words.subject : words.title;
  const plain = filled(taken(patterns, at), subject, most, words.anything);
  const missing = missingIn(plain, keywords);
  if (missing.length === 0) return capital(plain);
  const tail = `${taken(words.link, at)} ${listed(missing, words.and)}`;
  const room = most - tail.length - 1;
  const about = firstWords(subject, room) || firstWords(words.anything, room);
  return capital(`${about} ${tail}`.trim());
}
