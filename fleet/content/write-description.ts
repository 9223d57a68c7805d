import type { ContentOrder } from './content-order.ts';
import { capital, filled, listed, missingIn, taken } from './fit-words.ts';
import { phrases } from './phrases.ts';

const longestSubject = 120;
const longestDetails = 200;
/** What is more than a few plain words is not repeated. */
const plainText = /^[\p{L}\p{M}\p{N}\s.,;:’'()%&/+-]+$/u;

/** A description: an opening, what the client said of it, a few paragraphs. */
export function writeDescription(order: ContentOrder, at: number): string {
  const { language, subject, details, keywords, aim, most } = order;
  const words = phrases[language];
  const opening = taken(words.opening, at);
  const first = capital(filled(opening, subject, opening.length + longestSubject, words.anything));
  const told = details.length <= longestDetails && plainText.test(details);
  const parts = [first, ...(told ? [`${words.inShort} ${details}.`] : [])];
  const missing = missingIn(parts.join('\n'), keywords);
  if (missing.length > 0) parts.push(`${words.note} ${listed(missing, words.and)}.`);
  for (let index = 0; index < words.paragraph.length; index += 1) {
    const next = [...parts, taken(words.paragraph, at + index)];
    if (next.join('\n\n').length > Math.min(aim, most)) break;
    parts.splice(0, parts.length, ...next);
  }
  return parts.join('\n\n');
}
