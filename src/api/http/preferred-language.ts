export type Language = 'en' | 'fr';

/** Of an `accept-language` header: French where it is wanted more than English. */
export function preferredLanguage(accept: string | undefined): Language {
  const wanted = (accept ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = Number(/q=([\d.]+)/.exec(parameters.join(';'))?.[1] ?? 1);
    return { language: tag.split('-')[0], weight };
  });
  const known = wanted.filter(
    ({ language, weight }) => (language === 'fr' || language === 'en') && weight > 0,
  );
  return known.toSorted((a, b) => b.weight - a.weight)[0]?.language === 'fr' ? 'fr' : 'en';
}
