import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';

const script = readFileSync(join(import.meta.dirname, '../../web/public/service-worker.js'), 'utf8');
const origin = 'http://127.0.0.1:6674';

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: string;
}

/** The worker in a browser of which the caches and the network are in hand. */
class Browser {
  readonly kept = new Map<string, Response>();
  online = true;
  full = false;
  readonly #served: ReadonlyMap<string, readonly [type: string, body: string]>;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor(served: Readonly<Record<string, readonly [type: string, body: string]>>) {
    this.#served = new Map(Object.entries(served));
    const cache = {
      match: async (asked: Asked | string) => this.kept.get(pathOf(asked))?.clone(),
      put: async (asked: Asked | string, answer: Response) => {
        if (this.full) throw new Error('QuotaExceededError');
        this.kept.set(pathOf(asked), answer);
      },
      addAll: async (names: readonly string[]) => {
        for (const name of names) this.kept.set(name, this.#answer(name));
      },
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
    };
    runInContext(script, createContext(globals));
  }

  async install(): Promise<void> {
    let done: Promise<unknown> = Promise.resolve();
    this.#listeners.get('install')?.({ waitUntil: (work: Promise<unknown>) => (done = work) });
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
  await browser.ask('/');
  await browser.ask('/assets/index-1.js', 'cors');
  browser.online = false;
  expect(await browser.ask('/early.js', 'no-cors')).toBe('early');
  expect(await browser.ask('/icon.svg', 'no-cors')).toBe('<svg>');
  expect(await browser.ask('/assets/index-1.js', 'cors')).toBe('app');
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
  expect([...browser.kept.keys()].toSorted()).toEqual(['/', '/early.js', '/icon.svg']);
});
