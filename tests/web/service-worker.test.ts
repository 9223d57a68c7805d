import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openApp } from './browser.ts';

const script = readFileSync(join(import.meta.dirname, '../../web/public/service-worker.js'), 'utf8');
const origin = 'http://127.0.0.1:6674';

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: string;
}

/** What a build writes above the worker: the addresses of its assets, all of them and those of the frame. */
interface Build {
  readonly built: readonly string[];
  readonly needed: readonly string[];
}

const firstBuild: Build = {
  built: ['/assets/index-1.js', '/assets/quotas-1.js', '/assets/fr-1.js'],
  needed: ['/assets/index-1.js'],
};

/** The worker in a browser of which the caches and the network are in hand. */
class Browser {
  readonly kept = new Map<string, Response>();
  online = true;
  full = false;
  readonly #served: ReadonlyMap<string, readonly [type: string, body: string]>;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor(served: Readonly<Record<string, readonly [type: string, body: string]>>) {
    this.#served = new Map(Object.entries(served));
    this.#run(firstBuild);
  }

  /** The gateway has the app of another build from now on, and the browser finds its worker. */
  async update(build: Build): Promise<void> {
    this.#run(build);
    await this.install();
    await this.#tell('activate');
  }

  #run({ built, needed }: Build): void {
    const cache = {
      match: async (asked: Asked | string) => this.kept.get(pathOf(asked))?.clone(),
      put: async (asked: Asked | string, answer: Response) => {
        if (this.full) throw new Error('QuotaExceededError');
        this.kept.set(pathOf(asked), answer);
      },
      addAll: async (names: readonly string[]) => {
        for (const name of names) this.kept.set(name, this.#answer(name));
      },
      keys: async () => [...this.kept.keys()].map((name) => ({ url: `${origin}${name}` })),
      delete: async (asked: Asked | string) => this.kept.delete(pathOf(asked)),
    };
    const globals = {
      addEventListener: (name: string, listener: (event: object) => void) =>
        this.#listeners.set(name, listener),
      caches: { ...cache, open: async () => cache, keys: async () => [] },
      clients: { claim: async () => undefined },
      skipWaiting: async () => undefined,
      location: { origin },
      fetch: async ({ url }: Asked) => {
        if (!this.online) throw new TypeError('Failed to fetch');
        return this.#answer(pathOf(url));
      },
      Response,
      URL,
      built,
      needed,
    };
    runInContext(script, createContext(globals));
  }

  async install(): Promise<void> {
    await this.#tell('install');
  }

  async #tell(what: 'install' | 'activate'): Promise<void> {
    let done: Promise<unknown> = Promise.resolve();
    this.#listeners.get(what)?.({ waitUntil: (work: Promise<unknown>) => (done = work) });
    await done;
  }

  /** What the page gets; null = the worker leaves it to the browser. */
  async ask(path: string, mode = 'navigate'): Promise<string | null> {
    let answer: Promise<Response> | null = null;
    const request: Asked = { url: `${origin}${path}`, method: 'GET', mode };
    const respondWith = (given: Promise<Response>): void => void (answer = given);
    this.#listeners.get('fetch')?.({ request, respondWith, waitUntil: () => undefined });
    return answer === null ? null : (await (answer as Promise<Response>)).text();
  }

  #answer(path: string): Response {
    const [type, body] = this.#served.get(path) ?? ['text/html; charset=utf-8', 'the app'];
    return new Response(body, { headers: { 'content-type': type } });
  }
}

function pathOf(asked: Asked | string): string {
  const url = typeof asked === 'string' ? asked : asked.url;
  return new URL(url, origin).pathname;
}

const files = {
  '/healthz': ['application/json', '{"status":"ok"}'],
  '/icon.svg': ['image/svg+xml', '<svg>'],
  '/early.js': ['text/javascript', 'early'],
  '/assets/index-1.js': ['text/javascript', 'app'],
  '/assets/quotas-1.js': ['text/javascript', 'quotas'],
  '/assets/index-2.js': ['text/javascript', 'newer app'],
} as const;

test('without the gateway every page is the frame, whatever else was opened before', async () => {
  const browser = new Browser(files);
  await browser.install();
  for (const path of ['/', '/healthz', '/icon.svg', '/quotas']) await browser.ask(path);
  await browser.ask('/healthz');
  browser.online = false;
  expect(await browser.ask('/settings')).toBe('the app');
});

test('what the frame needs beside its page is there as well', async () => {
  const browser = new Browser(files);
  await browser.install();
  await browser.ask('/assets/quotas-1.js', 'cors');
  browser.online = false;
  expect(await browser.ask('/early.js', 'no-cors')).toBe('early');
  expect(await browser.ask('/icon.svg', 'no-cors')).toBe('<svg>');
  expect(await browser.ask('/assets/index-1.js', 'cors')).toBe('app');
  expect(await browser.ask('/assets/quotas-1.js', 'cors')).toBe('quotas');
});

test('after an update what only the old build had is gone, and the new frame is there without the gateway', async () => {
  const browser = new Browser(files);
  await browser.install();
  await browser.ask('/assets/quotas-1.js', 'cors');
  await browser.ask('/assets/fr-1.js', 'cors');
  const { built } = firstBuild;
  expect([...browser.kept.keys()]).toEqual(expect.arrayContaining([...built]));
  const needed = ['/assets/index-2.js'];
  await browser.update({ built: [...needed, '/assets/quotas-1.js'], needed });
  expect([...browser.kept.keys()].toSorted()).toEqual([
    '/',
    '/assets/index-2.js',
    '/assets/quotas-1.js',
    '/early.js',
    '/icon.svg',
  ]);
  // A page of the old build that is still open gets its own from the gateway, if that has it, and it is not kept again.
  expect(await browser.ask('/assets/index-1.js', 'cors')).toBeNull();
  browser.online = false;
  expect(await browser.ask('/quotas')).toBe('the app');
  expect(await browser.ask('/assets/index-2.js', 'cors')).toBe('newer app');
});

test('in a browser the worker of a build drops what it does not name, and shows the frame without the gateway', async () => {
  await using app = await openApp();
  const { page, browser } = app;
  const kept = (): Promise<string[]> =>
    page.evaluate(async () => {
      const requests = await (await caches.open('noria-frame-1')).keys();
      return requests.map(({ url }) => new URL(url).pathname);
    });
  // Of the same origin, and without the app.
  await page.goto('/healthz');
  const old = '/assets/of-a-build-before.js';
  await page.evaluate(
    async (name) => (await caches.open('noria-frame-1')).put(name, new Response('old')),
    old,
  );
  expect(await kept()).toEqual([old]);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(kept).not.toContain(old);
  expect((await kept()).filter((name) => name.startsWith('/assets/')).length).toBeGreaterThan(10);
  await browser.setOffline(true);
  await page.goto('/');
  await page.getByText('The gateway cannot be reached.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

test('nothing is missing where the device has no room for it', async () => {
  const browser = new Browser(files);
  await browser.install();
  browser.full = true;
  expect(await browser.ask('/assets/index-1.js', 'cors')).toBe('app');
  browser.kept.set('/', new Response('an old frame'));
  expect(await browser.ask('/')).toBe('the app');
});

test('answers of the API are neither kept nor given', async () => {
  const browser = new Browser(files);
  await browser.install();
  for (const path of ['/api/keys', '/v1/models', '/metrics', '/api/docs']) {
    expect(await browser.ask(path, 'cors')).toBeNull();
    expect(await browser.ask(path)).toBeNull();
  }
  const names = ['/', '/assets/index-1.js', '/early.js', '/icon.svg'];
  expect([...browser.kept.keys()].toSorted()).toEqual(names);
});
