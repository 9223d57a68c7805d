export type Language = 'en' | 'fr';

const en = {
  title: 'Noria',
  lead: 'One endpoint over all your free tiers, keys and local models. When one runs dry, the next takes over.',
  signInTitle: 'Signing in',
  signIn:
    'There is no app to sign in to yet. What follows token= in this page’s address is the administrator’s token; until the app is there, requests carry it:',
  signInSafe: 'Keep it to yourself: who has this address can change every key.',
  keyTitle: 'Add a key',
  keyEnv: 'In the environment, or in a file .env in the folder where Noria starts; then start it again:',
  keyCurl: 'Or while it runs, with the administrator’s token, which the first start printed:',
  askTitle: 'Ask something',
  askLead: 'With a client key, which the first start printed as well:',
  hello: 'Hello!',
  lost: 'Lost one of them? Set NORIA_ADMIN_TOKEN or NORIA_API_KEY to a new one and start again.',
  providers: 'Providers',
  provider: 'Provider',
  variable: 'Variable',
  getKey: 'Get a key',
  terms: 'Terms',
  noKey: 'none needed',
  termsNote: 'Read a provider’s terms before you use several accounts with it.',
};

const fr: Words = {
  title: 'Noria',
  lead: 'Un seul point d’accès pour toutes vos offres gratuites, vos clés et vos modèles locaux. Quand l’un est à sec, le suivant prend le relais.',
  signInTitle: 'Connexion',
  signIn:
    'Il n’y a pas encore d’application où se connecter. Ce qui suit token= dans l’adresse de cette page est le jeton d’administration\u202f; d’ici là, les requêtes le portent\u202f:',
  signInSafe: 'Gardez-le pour vous\u202f: qui a cette adresse peut changer toutes les clés.',
  keyTitle: 'Ajouter une clé',
  keyEnv:
    'Dans l’environnement, ou dans un fichier .env du dossier où Noria démarre\u202f; puis redémarrez\u202f:',
  keyCurl: 'Ou pendant que Noria tourne, avec le jeton d’administration affiché au premier démarrage\u202f:',
  askTitle: 'Poser une question',
  askLead: 'Avec une clé client, affichée elle aussi au premier démarrage\u202f:',
  hello: 'Bonjour\u202f!',
  lost: 'Perdu l’un des deux\u202f? Donnez une nouvelle valeur à NORIA_ADMIN_TOKEN ou NORIA_API_KEY et redémarrez.',
  providers: 'Fournisseurs',
  provider: 'Fournisseur',
  variable: 'Variable',
  getKey: 'Obtenir une clé',
  terms: 'Conditions',
  noKey: 'sans clé',
  termsNote: 'Lisez les conditions d’un fournisseur avant d’y utiliser plusieurs comptes.',
};

export type Words = typeof en;

export const words: Readonly<Record<Language, Words>> = { en, fr };

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
