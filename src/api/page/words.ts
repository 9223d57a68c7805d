export type Language = 'en' | 'fr';

const en = {
  title: 'Noria',
  lead: 'One endpoint over all your free tiers, keys and local models. It goes on with the next when one runs dry.',
  keyTitle: 'Add a key',
  keyEnv: 'In the environment or in a file .env beside Noria, then start it again:',
  keyCurl: 'Or while it runs, with the administrator’s token:',
  askTitle: 'Ask something',
  askLead: 'With a client key (sk-noria-…, printed at the first start, or NORIA_API_KEY):',
  providers: 'Providers',
  provider: 'Provider',
  variable: 'Variable',
  getKey: 'Get a key',
  terms: 'Terms',
  termsNote: 'Read a provider’s terms before you use several accounts with it.',
};

const fr: typeof en = {
  title: 'Noria',
  lead: 'Un seul point d’accès pour toutes vos offres gratuites, vos clés et vos modèles locaux. Quand l’un est à sec, le suivant prend le relais.',
  keyTitle: 'Ajouter une clé',
  keyEnv: 'Dans l’environnement ou dans un fichier .env à côté de Noria, puis redémarrez :',
  keyCurl: 'Ou pendant qu’elle tourne, avec le jeton d’administration :',
  askTitle: 'Poser une question',
  askLead: 'Avec une clé client (sk-noria-…, affichée au premier démarrage, ou NORIA_API_KEY) :',
  providers: 'Fournisseurs',
  provider: 'Fournisseur',
  variable: 'Variable',
  getKey: 'Obtenir une clé',
  terms: 'Conditions',
  termsNote: 'Lisez les conditions d’un fournisseur avant d’y utiliser plusieurs comptes.',
};

export const words: Readonly<Record<Language, typeof en>> = { en, fr };

/** The first of the browser's languages that the page has; English when it has none. */
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
