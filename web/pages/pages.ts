import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { loadWords } from '../lib/i18n.ts';

type LazyPage = LazyExoticComponent<ComponentType>;

/** A page and its words are loaded side by side, once somebody goes there. */
function lazyPage(words: string, load: () => Promise<ComponentType>): LazyPage {
  return lazy(async () => {
    const [Page] = await Promise.all([load(), loadWords(words)]);
    return { default: Page };
  });
}

export const SignInPage = lazyPage(
  'home',
  async () => (await import('./sign-in/sign-in-page.tsx')).SignInPage,
);

const RequestsPage = lazyPage(
  'requests',
  async () => (await import('./requests/requests-page.tsx')).RequestsPage,
);

/** Addresses and what they show; a page that is in the menu has its line in `frame/menu.ts`. */
export const pages: readonly { readonly path: string; readonly Page: LazyPage }[] = [
  { path: '/', Page: lazyPage('home', async () => (await import('./home/home-page.tsx')).HomePage) },
  {
    path: '/quotas',
    Page: lazyPage('quotas', async () => (await import('./quotas/quotas-page.tsx')).QuotasPage),
  },
  { path: '/requests', Page: RequestsPage },
  {
    path: '/requests/:id',
    Page: lazyPage('requests', async () => (await import('./requests/trace-page.tsx')).TracePage),
  },
  {
    path: '/content',
    Page: lazyPage('content', async () => (await import('./content/content-page.tsx')).ContentPage),
  },
  {
    path: '/simulator',
    Page: lazyPage('simulator', async () => (await import('./simulator/simulator-page.tsx')).SimulatorPage),
  },
  {
    path: '/settings',
    Page: lazyPage('settings', async () => (await import('./settings/settings-page.tsx')).SettingsPage),
  },
];
