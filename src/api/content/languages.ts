import { detectLanguage } from './detect-language.ts';

/** In what language a text is to be. */
export interface Language {
  /** `fr` and `en` are typeset and checked; others are as they come: `''` for a name that is no known one. */
  readonly code: string;
  /** For the model. */
  readonly name: string;
  /** For the answer's metadata: as the client wrote it, else the code of what was found. */
  readonly shown: string;
}

const names: Readonly<Record<string, string>> = {
  fr: 'French (français)',
  en: 'English',
  es: 'Spanish',
  de: 'German',
  it: 'Italian',
  pt: 'Portuguese',
  nl: 'Dutch',
  und: 'the language of the topic',
};

const spelled: Readonly<Record<string, string>> = {
  français: 'fr',
  francais: 'fr',
  française: 'fr',
  french: 'fr',
  fra: 'fr',
  fre: 'fr',
  anglais: 'en',
  english: 'en',
  eng: 'en',
};

export interface LanguageWish {
  /** '' = none was given. */
  readonly given: string;
  /** What the client wrote of the matter. */
  readonly source: string;
  readonly acceptLanguage: string | undefined;
}

/** The client's word; else the language of what he wrote, where that can be told; else the first of his browser's that is French or English; else French. */
export function decideLanguage({ given, source, acceptLanguage }: LanguageWish): Language {
  if (given !== '') return named(given);
  const code = detectLanguage(source).language ?? accepted(acceptLanguage) ?? 'fr';
  return { code, name: names[code] ?? code, shown: code };
}

function named(given: string): Language {
  const lower = given.toLowerCase();
  const tag = /^([a-z]{2,3})(?:[-_][a-z0-9]+)*$/.exec(lower)?.[1] ?? '';
  const code = spelled[lower] ?? spelled[tag] ?? (/^[a-z]{2}$/.test(tag) ? tag : '');
  const isOurs = code === 'fr' || code === 'en';
  return { code, name: isOurs && lower.length <= 2 ? (names[code] ?? given) : given, shown: given };
}

function accepted(header: string | undefined): string | undefined {
  return (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';');
      const quality = options.find((option) => option.trim().startsWith('q='))?.split('=')[1];
      return { code: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ code, quality }) => (code === 'fr' || code === 'en') && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)[0]?.code;
}
