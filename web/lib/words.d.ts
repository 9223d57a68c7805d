import 'i18next';
import type capacity from '../locales/en/capacity.json';
import type clients from '../locales/en/clients.json';
import type common from '../locales/en/common.json';
import type content from '../locales/en/content.json';
import type home from '../locales/en/home.json';
import type quotas from '../locales/en/quotas.json';
import type requests from '../locales/en/requests.json';
import type routes from '../locales/en/routes.json';
import type settings from '../locales/en/settings.json';
import type simulator from '../locales/en/simulator.json';

// A key that is not in the words is a type error; that both languages have the same ones is checked by `npm run check`.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      capacity: typeof capacity;
      clients: typeof clients;
      common: typeof common;
      content: typeof content;
      home: typeof home;
      quotas: typeof quotas;
      requests: typeof requests;
      routes: typeof routes;
      settings: typeof settings;
      simulator: typeof simulator;
    };
  }
}
