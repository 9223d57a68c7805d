import type { Language } from './i18n.ts';

export const numberFormat = kept(
  (locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

/** In the reader's time zone. */
export const dateFormat = kept(
  (locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

export const agoFormat = kept(
  (locale, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);

/** Making a formatter costs a hundred times what using it does: a list of 50 requests would spend 20 ms on them. */
function kept<Options, Format extends object>(
  make: (locale: string, options?: Options) => Format,
): (language: Language, options?: Options) => Format {
  const made = new Map<string, Format>();
  return (language, options) => {
    const name = language + JSON.stringify(options);
    let format = made.get(name);
    if (format === undefined)
      made.set(name, (format = make(localeOf(language, navigator.languages), options)));
    return format;
  };
}

/** The first that is wished for of the language that is shown, such as `en-GB`: regions write times, dates and sums in their own way. */
export function localeOf(language: Language, wished: readonly string[]): string {
  return wished.find((one) => languageOf(one) === language) ?? language;
}

/** null = it is not as a browser should name one. */
function languageOf(locale: string): string | null {
  try {
    return new Intl.Locale(locale).language;
  } catch {
    return null;
  }
}
