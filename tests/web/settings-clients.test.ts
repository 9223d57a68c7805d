import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ClientView, NewClientView } from '../../src/api/views/client-view.ts';
import { asAdmin } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shotOf, type AppOptions, type OpenApp } from './browser.ts';

/** A busy machine takes its time. */
const slow = { timeout: 120_000 } as const;
const patiently = { timeout: 30_000 } as const;
const fleet = [{ id: 'groq', keys: ['gsk_k1', 'gsk_k2'], latencyMs: 0, chunkMs: 0 }] as const;

async function openClients(options: AppOptions = {}): Promise<OpenApp> {
  const app = await openApp({ providers: fleet, ...options });
  app.browser.setDefaultTimeout(patiently.timeout);
  await app.page.goto('/settings#clients');
  await clientsPart(app.page).getByRole('article').first().waitFor();
  return app;
}

function clientsPart(page: Page): Locator {
  return page.getByRole('region', { name: /^(Client keys|Clés clientes)$/ });
}

function card(page: Page, name: string): Locator {
  return clientsPart(page)
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
}

async function call<T>({ url }: OpenApp, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...asAdmin, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

function makeClient(app: OpenApp, body: object): Promise<NewClientView> {
  return call<NewClientView>(app, 'POST', '/api/clients', body);
}

async function clientsOf(app: OpenApp): Promise<readonly ClientView[]> {
  return (await call<{ clients: ClientView[] }>(app, 'GET', '/api/clients')).clients;
}

async function clientNamed(app: OpenApp, name: string): Promise<ClientView | undefined> {
  return (await clientsOf(app)).find((client) => client.name === name);
}

/** Waits longer than a page on a machine of its own would need. */
function eventually<T>(look: () => Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, patiently);
}

function isFocused(part: Locator): Promise<boolean> {
  return part.evaluate((it) => it === document.activeElement);
}

/** The status of a chat with that key. */
async function chat({ url }: OpenApp, key: string, model = 'auto'): Promise<number> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  return answer.status;
}

test(
  'a key is made with limits, shown once, copied and used; its use and its limits move by themselves',
  slow,
  async () => {
    await using app = await openClients();
    const { page, url, browser } = app;
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('live', { exact: true }).first().waitFor();
    await clientsPart(page).getByRole('button', { name: 'Make a client key' }).click();
    const form = page.getByRole('dialog', { name: 'Make a client key' });
    await form.getByRole('button', { name: 'Make the key' }).click();
    await form.getByText('Give it a name.').waitFor();
    const name = form.getByLabel('Name', { exact: true });
    await eventually(() => isFocused(name)).toBe(true);
    await name.fill('Blog');
    await form.getByLabel('Requests a minute').fill('3');
    await form.getByLabel('Tokens a day').fill('50000');
    const route = form.getByRole('combobox', { name: 'Models it may ask for' });
    await eventually(() => form.locator('datalist option[value="auto:fast"]').count()).toBe(1);
    expect(await form.locator('datalist option[value="groq/openai/gpt-oss-120b"]').count()).toBe(1);
    await route.fill('auto');
    await route.press('Enter');
    await route.fill('auto:fast groq/*');
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await form.getByRole('button', { name: 'Take out groq/*' }).click();
    await route.fill('gpt-oss-120b');
    await form.getByRole('switch', { name: 'All apps, those to come too' }).click();
    await form.getByRole('checkbox', { name: 'Chat' }).check();
    await shotOf(form, 'settings-clients-form');
    await form.getByRole('button', { name: 'Make the key' }).click();

    const shown = page.getByRole('dialog', { name: 'New key: Blog' });
    await shown.getByText('Copy it now: it will not be shown again').waitFor();
    const secret = await shown.getByRole('region', { name: 'Key', exact: true }).innerText();
    expect(secret).toMatch(/^sk-noria-[\w-]{32}$/);
    expect(await shown.getByRole('region', { name: 'For a terminal' }).innerText()).toBe(
      `export NORIA_API_KEY=${secret}`,
    );
    const request = await shown.getByRole('region', { name: 'A first request' }).innerText();
    expect(request.split('\n').slice(0, 2)).toEqual([
      `curl ${url}/v1/chat/completions \\`,
      `  -H "authorization: Bearer ${secret}" \\`,
    ]);
    expect(request).toContain('"model":"auto"');
    await shotOf(shown, 'settings-clients-secret');
    await shown.getByRole('button', { name: 'Copy: Key', exact: true }).click();
    await shown.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await shown.getByRole('button', { name: 'Done' }).click();
    await shown.waitFor({ state: 'detached' });

    const mine = card(page, 'Blog');
    await eventually(() => isFocused(mine)).toBe(true);
    expect(await page.content()).not.toContain(secret);
    expect(await clientNamed(app, 'Blog')).toMatchObject({
      limits: { requests_per_minute: 3, tokens_per_day: 50_000 },
      routes: ['auto', 'auto:fast', 'gpt-oss-120b'],
      apps: ['chat'],
      expires_at: null,
    });
    await mine.getByText('never used').waitFor();
    await mine.getByText('active', { exact: true }).waitFor();
    await mine.getByText(`${secret.slice(0, 8)}...${secret.slice(-4)}`).waitFor();
    const requests = mine.getByRole('meter', { name: 'Requests a minute, Blog' });
    expect(await requests.getAttribute('aria-valuetext')).toBe('3 of 3 left');

    expect(await chat(app, secret)).toBe(200);
    const today = mine.getByText('Today', { exact: true }).locator('..');
    await eventually(() => today.innerText()).toMatch(
      /^Today\n1 request • 0 failed\n\d+ tokens \(\d+ in, \d+ out\)$/,
    );
    await eventually(() => requests.getAttribute('aria-valuetext')).toMatch(
      /^2 of 3 left, back at \d\d:\d\d/,
    );
    const tokens = mine.getByRole('meter', { name: 'Tokens a day, Blog' });
    expect(Number(await tokens.getAttribute('aria-valuenow'))).toBeLessThan(50_000);
    await mine.getByText(/^used (now|\d+ seconds? ago)$/).waitFor();
    expect(await chat(app, secret)).toBe(200);
    expect(await chat(app, secret)).toBe(200);
    expect(await chat(app, secret)).toBe(429);
    await mine.getByText('0 of 3 left').waitFor();
    const { usage } = (await clientNamed(app, 'Blog')) as ClientView;
    const figures = `${usage.today.requests} requests • ${usage.today.failures} failed`;
    await eventually(() => today.innerText()).toContain(figures);
    expect(usage.today.requests - usage.today.failures).toBe(3);
    expect(app.complaints).toEqual([]);
  },
);

test('en français : une clé non copiée n’est pas quittée par mégarde', slow, async () => {
  await using app = await openClients({ language: 'fr' });
  const { page } = app;
  const open = clientsPart(page).getByRole('button', { name: 'Créer une clé cliente' });
  await open.click();
  await page.getByLabel('Nom', { exact: true }).fill('Robot de Zoé');
  await page.getByLabel('Nom', { exact: true }).press('Enter');
  const shown = page.getByRole('dialog', { name: /^Nouvelle clé.: Robot de Zoé$/ });
  await shown.getByText('Copiez-la maintenant\u00a0: elle ne sera plus affichée').waitFor();
  await shown.getByRole('button', { name: 'Terminé' }).click();
  await shown.getByText('La clé n’a pas été copiée').waitFor();
  await shotOf(shown, 'settings-clients-leave-fr');
  await shown.getByRole('button', { name: 'Revenir à la clé' }).click();
  // A browser closes a dialog on the second Escape in a row, whatever a page says.
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('Escape');
  await shown.getByText('La clé n’a pas été copiée').waitFor();
  expect(await shown.isVisible()).toBe(true);
  await shown.getByRole('button', { name: 'Fermer sans elle' }).click();
  await shown.waitFor({ state: 'detached' });
  await card(page, 'Robot de Zoé').getByText('n’expire pas').waitFor();

  // Copied by hand it may be left at once.
  await open.click();
  await page.getByLabel('Nom', { exact: true }).fill('Autre');
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  const other = page.getByRole('dialog', { name: /^Nouvelle clé.: Autre$/ });
  await other.getByRole('region', { name: 'Clé', exact: true }).locator('code').selectText();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Escape');
  await other.waitFor({ state: 'detached' });
  await eventually(() => isFocused(card(page, 'Autre'))).toBe(true);
  expect(app.complaints).toEqual([]);
});

test('where pages have no clipboard the key is copied all the same', slow, async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.goto('/settings#clients');
  const open = clientsPart(page).getByRole('button', { name: 'Make a client key' });
  await open.click();
  await page.getByLabel('Name', { exact: true }).fill('Over plain HTTP');
  await page.keyboard.press('Enter');
  const shown = page.getByRole('dialog', { name: 'New key: Over plain HTTP' });
  const secret = await shown.getByRole('region', { name: 'Key', exact: true }).innerText();
  const copy = shown.getByRole('button', { name: 'Copy: Key', exact: true });
  await copy.click();
  await shown.getByText('Copied').waitFor();
  expect(await isFocused(copy)).toBe(true);
  await shown.getByRole('button', { name: 'Done' }).click();
  await open.click();
  const name = page.getByLabel('Name', { exact: true });
  await name.press('Control+v');
  expect(await name.inputValue()).toBe(secret);
  expect(app.complaints).toEqual([]);
});

test(
  'what is not allowed is said at its field, in the gateway’s words where it refused it',
  slow,
  async () => {
    await using app = await openClients({ language: 'fr' });
    const { page } = app;
    await clientsPart(page).getByRole('button', { name: 'Créer une clé cliente' }).click();
    const form = page.getByRole('dialog');
    const submit = form.getByRole('button', { name: 'Créer la clé' });
    await form.getByLabel('Nom', { exact: true }).fill('Blog');

    const perMinute = form.getByLabel('Requêtes par minute');
    await perMinute.fill('beaucoup');
    await submit.click();
    await form.getByText('Un nombre entier, ou rien pour aucune limite.').waitFor();
    await eventually(() => isFocused(perMinute)).toBe(true);
    await perMinute.fill('0');
    await submit.click();
    await form
      .getByText(/"limits\.requests_per_minute".*a whole number from 1 to 1000000, or null/)
      .waitFor();
    await eventually(() => isFocused(perMinute)).toBe(true);
    expect(await perMinute.getAttribute('aria-invalid')).toBe('true');
    await perMinute.fill('30');
    expect(await form.getByText(/whole number/).count()).toBe(0);

    const route = form.getByRole('combobox', { name: 'Modèles autorisés' });
    await route.fill('gr*q');
    await submit.click();
    await form.getByText(/"routes\.0".*such as auto, auto:fast/).waitFor();
    await route.fill('');

    const every = form.getByRole('switch', { name: 'Toutes les applications, même à venir' });
    await every.click();
    await submit.click();
    await form.getByText('Choisissez au moins une application, ou toutes.').waitFor();
    await shotOf(form, 'settings-clients-refused-fr');
    await every.click();

    const expires = form.getByLabel('Expiration');
    await expires.fill('2020-01-31T12:00');
    await submit.click();
    await form.getByText(/"expires_at".*a time to come/).waitFor();
    await expires.fill('');
    await expires.focus();
    await page.keyboard.type('31');
    await submit.click();
    await form.getByText('Complétez la date et l’heure, ou videz-les.').waitFor();
    expect((await clientsOf(app)).some(({ name }) => name === 'Blog')).toBe(false);
    await expires.fill('2031-01-31T12:00');
    await submit.click();
    await page.getByRole('dialog', { name: /^Nouvelle clé.: Blog$/ }).waitFor();
    // The reader's clock: Paris in winter.
    expect((await clientNamed(app, 'Blog'))?.expires_at).toBe('2031-01-31T11:00:00.000Z');
    expect(app.complaints).toEqual([]);
  },
);

test('a key ends by itself, may be renamed then, and is given more time', slow, async () => {
  await using app = await openClients();
  const { page } = app;
  const expires = new Date(Date.now() + 6_000).toISOString();
  const { key } = await makeClient(app, { name: 'For a workshop', expires_at: expires });
  await page.reload();
  const mine = card(page, 'For a workshop');
  await mine.getByText('active', { exact: true }).waitFor();
  await mine.getByText(/^expires /).waitFor();
  await mine.getByText('expired', { exact: true }).waitFor();
  await mine.getByText(/^expired \d+ \w+ 20\d\d/).waitFor();
  expect(await chat(app, key)).toBe(401);

  await mine.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog', { name: 'Edit For a workshop' });
  await form.getByLabel('Name', { exact: true }).fill('Workshop of May');
  await form.getByRole('button', { name: 'Save' }).click();
  const renamed = card(page, 'Workshop of May');
  await renamed.getByText('expired', { exact: true }).waitFor();
  await renamed.getByRole('button', { name: 'Edit' }).click();
  await renamed.getByLabel('Expires').fill('2040-05-31T18:30');
  await renamed.getByRole('button', { name: 'Save' }).click();
  await renamed.getByText('active', { exact: true }).waitFor();
  await renamed.getByText('expires 31 May 2040, 18:30').waitFor();
  expect(await chat(app, key)).toBe(200);
  expect(app.complaints).toEqual([]);
});

test(
  'everything about a key can be changed, it is switched off and on, and deleted for good',
  slow,
  async () => {
    await using app = await openClients();
    const { page } = app;
    const body = { name: 'Old bot', limits: { requests_per_minute: 5 }, routes: ['auto'], apps: ['chat'] };
    const { key } = await makeClient(app, body);
    await page.reload();
    const old = card(page, 'Old bot');
    await old.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: 'Edit Old bot' });
    await form.getByLabel('Name', { exact: true }).fill('Bot');
    await form.getByLabel('Requests a minute').fill('');
    await form.getByLabel('Tokens a day').fill('200000');
    await form.getByRole('button', { name: 'Take out auto' }).click();
    await form.getByRole('checkbox', { name: 'Embeddings' }).check();
    await form.getByRole('button', { name: 'Save' }).click();
    const mine = card(page, 'Bot');
    await mine.getByText('200,000 of 200,000 left').waitFor();
    expect(await clientNamed(app, 'Bot')).toMatchObject({
      limits: { requests_per_minute: null, tokens_per_day: 200_000 },
      routes: null,
      apps: ['chat', 'embeddings'],
    });

    await mine.getByRole('button', { name: 'Switch off' }).click();
    await mine.getByText('switched off', { exact: true }).waitFor();
    expect(await chat(app, key)).toBe(401);
    await mine.getByRole('button', { name: 'Switch on' }).click();
    await mine.getByText('active', { exact: true }).waitFor();
    expect(await chat(app, key)).toBe(200);

    await mine.getByRole('button', { name: 'Delete' }).click();
    const asks = page.getByRole('dialog', { name: 'Delete Bot?' });
    await asks.getByText(/^Every program that uses the key Bot \(sk-noria.*\) is refused at once/).waitFor();
    await asks.getByText(/^It was used /).waitFor();
    await asks.getByText(/^This cannot be undone/).waitFor();
    await shotOf(asks, 'settings-clients-delete');
    await asks.getByRole('button', { name: 'Cancel' }).click();
    expect(await isFocused(mine.getByRole('button', { name: 'Delete' }))).toBe(true);
    await mine.getByRole('button', { name: 'Delete' }).click();
    await asks.getByRole('button', { name: 'Delete the key' }).click();
    await mine.waitFor({ state: 'detached' });
    await page.getByText('The key Bot was deleted.').first().waitFor();
    expect(await chat(app, key)).toBe(401);

    const [environment] = await clientsOf(app);
    const own = card(page, environment?.name ?? '');
    await own.getByText(/^It stands in NORIA_API_KEY: to be removed there\./).waitFor();
    expect(await own.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    expect(app.complaints).toEqual([]);
  },
);

test('a key is made by keyboard alone', slow, async () => {
  await using app = await openClients();
  const { page } = app;
  const { keyboard } = page;
  await clientsPart(page).getByRole('button', { name: 'Make a client key' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  const tabTo = async (name: string): Promise<void> => {
    const nameOf = (): Promise<string> =>
      page.evaluate(() => {
        const at = document.activeElement as HTMLInputElement | null;
        return at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      });
    for (let step = 0; step < 30; step += 1) {
      if ((await nameOf()).startsWith(name)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  await tabTo('Name');
  await keyboard.type('By hand');
  await tabTo('Tokens a day');
  await keyboard.type('1000');
  await tabTo('Models it may ask for');
  await keyboard.type('auto');
  await keyboard.press('Enter');
  await tabTo('All apps');
  await keyboard.press('Space');
  await tabTo('Messages (Anthropic)');
  await keyboard.press('Space');
  await tabTo('Make the key');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New key: By hand' }).waitFor();
  await tabTo('Copy: Key');
  await keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  await tabTo('Done');
  await keyboard.press('Enter');
  await eventually(() => isFocused(card(page, 'By hand'))).toBe(true);
  expect(await clientNamed(app, 'By hand')).toMatchObject({
    limits: { requests_per_minute: null, tokens_per_day: 1_000 },
    routes: ['auto'],
    apps: ['messages'],
  });
  expect(app.complaints).toEqual([]);
});

test('many keys are searched, and come in pieces', slow, async () => {
  await using app = await openClients();
  const { page } = app;
  for (let index = 1; index <= 30; index += 1)
    await makeClient(app, { name: `Client ${String(index).padStart(2, '0')}` });
  await page.reload();
  const part = clientsPart(page);
  await part.getByRole('button', { name: /^Show 19 more keys/ }).waitFor();
  expect(await part.getByRole('article').count()).toBe(12);
  await part.getByRole('button', { name: /^Show 19 more keys/ }).click();
  await eventually(() => part.getByRole('article').count()).toBe(31);
  await part.getByRole('searchbox', { name: 'Find a client key' }).fill('client 2');
  await part.getByText('10 keys of 31').waitFor();
  expect(await part.getByRole('article').count()).toBe(10);
  expect(app.complaints).toEqual([]);
});

test('keys that cannot be loaded are asked for again; old ones tell how old they are', slow, async () => {
  await using app = await openApp({ providers: fleet });
  app.browser.setDefaultTimeout(patiently.timeout);
  const { page } = app;
  const both = /\/api\/(clients|events)$/;
  await page.route(both, (route) => route.abort());
  await page.goto('/settings#clients');
  const part = clientsPart(page);
  await part.getByText('The gateway cannot be reached. Does it still run?').waitFor();
  await page.unroute(both);
  await page.route('**/api/events', (route) => route.abort());
  await part.getByRole('button', { name: 'Try again' }).click();
  await card(page, 'NORIA_API_KEY').waitFor();
  await part.getByText(/^as of /).waitFor();
  await page.unroute('**/api/events');
  await part.getByText(/^as of /).waitFor({ state: 'detached' });
});

test.each(['light', 'dark'] as const)('axe finds nothing and 360 px are enough: %s', slow, async (theme) => {
  await using app = await openClients({ theme, language: 'fr' });
  const { page } = app;
  const { key } = await makeClient(app, {
    name: 'Blog de la médiathèque',
    limits: { requests_per_minute: 4, tokens_per_day: 200_000 },
    routes: ['auto', 'auto:fast', 'groq/openai/gpt-oss-120b'],
    apps: ['chat', 'messages', 'content'],
    expires_at: '2031-01-31T11:00:00Z',
  });
  await makeClient(app, { name: 'Ancien robot', limits: { tokens_per_day: 1_000 }, enabled: false });
  await makeClient(app, { name: 'Atelier', expires_at: new Date(Date.now() + 6_000).toISOString() });
  for (let count = 0; count < 4; count += 1) await chat(app, key);
  await page.reload();
  await card(page, 'Atelier').getByText('expirée', { exact: true }).waitFor();
  await card(page, 'Ancien robot').getByText('désactivée', { exact: true }).waitFor();
  const part = clientsPart(page);
  await expectNoViolations(page, '[aria-labelledby=clients]');
  await shotOf(part, `settings-clients-1280-${theme}`);

  await part.getByRole('button', { name: 'Créer une clé cliente' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('switch').click();
  await form.getByRole('combobox', { name: 'Modèles autorisés' }).fill('auto:fast');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Créer la clé' }).click();
  await form.getByText('Donnez-lui un nom.').waitFor();
  await expectNoViolations(page, 'dialog[open]');
  await shotOf(form, `settings-clients-form-1280-${theme}`);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectFits(page);
  await shotOf(form, `settings-clients-form-360-${theme}`);

  await form.getByRole('switch').click();
  await form.getByLabel('Nom', { exact: true }).fill('Un nom');
  await form.getByRole('button', { name: 'Créer la clé' }).click();
  const shown = page.getByRole('dialog', { name: /^Nouvelle clé.: Un nom$/ });
  await shown.waitFor();
  await page.keyboard.press('Escape');
  await shown.getByText('La clé n’a pas été copiée').waitFor();
  await expectFits(page);
  await expectNoViolations(page, 'dialog[open]');
  await shotOf(shown, `settings-clients-secret-360-${theme}`);
  await page.setViewportSize({ width: 1_280, height: 900 });
  await shotOf(shown, `settings-clients-secret-1280-${theme}`);
  await shown.getByRole('button', { name: 'Fermer sans elle' }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectFits(page);
  await shotOf(part, `settings-clients-360-${theme}`);
  expect(app.complaints).toEqual([]);
});
