import { typesetEnglish } from './english.ts';
import { typesetFrench } from './french.ts';
import { protect } from './protect.ts';

/**
 * A text as a typesetter of its language would have it; done twice it is the same. `language` is a code; other languages
 * than French and English only have their spaces tidied. Links, hashtags, code, times and emoticons are not touched.
 */
export function typeset(text: string, language: string): string {
  let done = text;
  // A rule may make what another one, or what hides a smiley, looks for.
  for (let turn = 0; turn < 5; turn += 1) {
    const next = typesetOnce(done, language);
    if (next === done) break;
    done = next;
  }
  return done;
}

function typesetOnce(text: string, language: string): string {
  const kept = protect(text);
  return tidySpaces(kept.restore(tidySpaces(inLanguage(tidySpaces(kept.text), language))));
}

function inLanguage(text: string, language: string): string {
  if (language === 'fr') return typesetFrench(text);
  return language === 'en' ? typesetEnglish(text) : text;
}

function tidySpaces(text: string): string {
  return text
    .replace(/[ \t]{2,}|\t/g, ' ')
    .replace(/[^\S\n]+$/gmu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
