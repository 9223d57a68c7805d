import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { fetchWords, loadWords } from '../lib/i18n.ts';

interface LazyPage {
  readonly Page: LazyExoticComponent<ComponentType>;
  /** Asks for it before it is shown. */
  fetch(): void;
}

/** A page and its words are loaded side by side, once somebody goes there. */
function lazyPage(words: string, load: () => Promise<ComponentType>): LazyPage {
  return {
    Page: lazy(async () => {
      const [Page] = await Promise.all([load(), loadWords(words)]);
      return { default: Page };
    }),
    fetch: () => {
      fetchWords(words);
      // What goes wrong is told where the page is shown.
      void load().catch(() => undefined);
    },
  };
}

const signIn = lazyPage('home', async () => (await import('./sign-in/sign-in-page.tsx')).SignInPage);
export const SignInPage = signIn.Page;

/** Addresses and what they show; a page that is in the menu has its line in `frame/menu.ts`. */
const byPath: Readonly<Record<string, LazyPage>> = {
  '/': lazyPage('home', async () => (await import('./home/home-page.tsx')).HomePage),
  '/quotas': lazyPage('quotas', async () => (await import('./quotas/quotas-page.tsx')).QuotasPage),
  '/requests': lazyPage('requests', async () => (await import('./requests/requests-page.tsx')).RequestsPage),
  '/requests/:id': lazyPage('requests', async () => (await import('./requests/trace-page.tsx')).TracePage),
  '/content': lazyPage('content', async () => (await import('./content/content-page.tsx')).ContentPage),
  '/simulator': lazyPage(
    'simulator',
    async () => (await import('./simulator/simulator-page.tsx')).SimulatorPage,
  ),
  '/settings': lazyPage('settings', async () => (await import('./settings/settings-page.tsx')).SettingsPage),
};

export const pages = Object.entries(byPath).map(([path, { Page }]) => ({ path, Page }));

/** At the start of the app: the page of an address is asked for together with everything else, not after it. */
export function fetchPage(path: string): void {
  const page = path === '/sign-in' ? signIn : byPath[path.replace(/^\/requests\/.+/, '/requests/:id')];
  page?.fetch();
}
