import type { ContentOrder } from './content-order.ts';
import { capital, filled, listed, missingIn, taken } from './fit-words.ts';
import { phrases } from './phrases.ts';

/** Typography may set spaces that a platform counts twice. */
const spare = 20;
const longestSubject = 80;
const longestHashtag = 30;

/** A post: a first line, a few sentences, its hashtags; as many sentences as its length allows. */
export function writePost({ language, subject, keywords, aim, most }: ContentOrder, at: number): string {
  const words = phrases[language];
  const hook = taken(words.hook, at);
  const first = capital(filled(hook, subject, hook.length + longestSubject, words.anything));
  const missing = missingIn(first, keywords);
  const note = missing.length === 0 ? '' : `${words.note} ${listed(missing, words.and)}.`;
  const end = `${hashtagOf(subject)} ${words.hashtag}`.trim();
  const sentences: string[] = [];
  const whole = (): string =>
    [first, [...sentences, note].filter((part) => part !== '').join(' '), end]
      .filter((part) => part !== '')
      .join('\n\n');
  for (let index = 0; index < words.aside.length; index += 1) {
    sentences.push(taken(words.aside, at + index));
    if (whole().length <= Math.min(aim, most - spare)) continue;
    sentences.pop();
    break;
  }
  return whole();
}

/** The first words as one; '' = nothing that could be one. */
function hashtagOf(subject: string): string {
  let tag = '';
  for (const word of subject.match(/\p{L}[\p{L}\p{M}]{2,}/gu)?.slice(0, 3) ?? []) {
    const next = `${tag}${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    if (next.length > longestHashtag) break;
    tag = next;
  }
  return tag === '' ? '' : `#${tag}`;
}
