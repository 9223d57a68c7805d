import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

type Words = Readonly<Record<string, unknown>>;
const files = import.meta.glob<Words>('../locales/*/*.json', { import: 'default' });

/** Words come with the page that needs them, a namespace a file. */
const backend = {
  type: 'backend' as const,
  init: () => undefined,
  // Two parameters: i18next takes a promise then.
  read: async (language: string, namespace: string): Promise<Words> => {
    const load = files[`../locales/${language}/${namespace}.json`];
    if (load === undefined) throw new Error(`no words for ${language}/${namespace}`);
    return load();
  },
};

/** Asks for the words of a page before anybody needs them; they are given out by `loadWords`. */
export function fetchWords(namespace: string): void {
  void files[`../locales/${currentLanguage()}/${namespace}.json`]?.().catch(() => undefined);
}

export function currentLanguage(): Language {
  return document.documentElement.lang === 'fr' ? 'fr' : 'en';
}

/** Resolves when the words of the frame are there. */
export async function startWords(): Promise<void> {
  i18next.on('languageChanged', (language) => (document.documentElement.lang = language));
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: currentLanguage(),
      fallbackLng: false,
      supportedLngs: languages,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** Remembered in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  remember('noria.language', language);
  await i18next.changeLanguage(language);
}

export async function loadWords(namespace: string): Promise<void> {
  await i18next.loadNamespaces(namespace);
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Storage may be forbidden: the choice holds for this visit.
  }
}
