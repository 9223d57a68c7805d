import { expect, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import type { QuotasView } from '../../src/api/views/quota-view.ts';
import { asAdmin } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shot } from './browser.ts';
import {
  addHistory,
  soon,
  groqKeys,
  groq,
  ollama,
  fleet,
  chatOften,
  visit,
  figures,
  sums,
  numbers,
  sum,
  card,
  tile,
} from './quotas-app.ts';

/** Of a test that has axe read a long page twice. */
const long = { timeout: 120_000 } as const;

test('figures follow the traffic while one looks: what is left, who served, what it saved, the forecast, the chart', async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await visit(app);
  await page.getByText('live', { exact: true }).waitFor();
  const requests = card(page, 'Requests, today');
  const [before = 0] = await sums(requests);
  expect(before).toBeGreaterThan(1_000);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await chatOften(app, 6);
  await expect.poll(() => sums(requests), soon).toEqual([before - 6, before]);
  await expect.poll(() => tile(page, 'Requests').innerText(), soon).toMatch(/^6\n/);
  expect(await tile(page, 'Serves now').innerText()).toMatch(/^Groq/);
  expect(await tile(page, 'Money saved').innerText()).toMatch(/^US\$0\.\d+\nagainst the list prices/);
  await page.getByText('6 requests served today').waitFor();
  // Asked again by themselves: no event brings these.
  const pace = page.getByRole('table', { name: 'Forecast by provider' }).getByRole('row', { name: /^Groq/ });
  await expect.poll(() => pace.getByRole('cell').first().innerText(), soon).not.toBe('0');
  const apps = page.getByRole('table', { name: 'What each app was asked today' });
  await expect
    .poll(() => apps.getByRole('row', { name: /^Chat/ }).getByRole('cell').first().innerText(), soon)
    .toBe('6');
  await page
    .getByRole('img', { name: /^Chart: Requests a day by provider/ })
    .locator('canvas')
    .waitFor();
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  expect(app.complaints).toEqual([]);
});

test('every total is the sum of what stands above it, down to the accounts', async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await chatOften(app, 3);
  await chatOften(app, 2, 'openrouter/openrouter/free');
  await visit(app);
  const requests = card(page, 'Requests, today');
  expect(await figures(requests, 2)).toHaveLength(2);
  expect(await sums(requests)).toEqual([sum(await figures(requests, 2)), sum(await figures(requests, 3))]);
  const headline = await requests
    .getByText(/left of/)
    .locator('..')
    .innerText();
  expect(numbers([headline.split('\n')[0] ?? ''])).toEqual([(await sums(requests))[0]]);
  await page.getByText('Not counted here: Mistral').waitFor();

  await page.getByRole('button', { name: 'Groq', exact: true }).click();
  await page.getByRole('heading', { level: 4, name: 'All 2 accounts together' }).waitFor();
  const left = (name: string): Promise<string | null> =>
    page
      .getByRole('meter', { name: `${name}: Requests, today` })
      .last()
      .getAttribute('aria-valuenow');
  const accounts = await Promise.all([left('Key gsk_aaaa...0001'), left('Key gsk_bbbb...0002')]);
  const ofGroq = numbers([
    await requests.getByRole('row', { name: /^Groq/ }).getByRole('cell').first().innerText(),
  ]);
  expect(sum(accounts.map(Number))).toBe(Number(await left('Groq')));
  expect([Number(await left('Groq'))]).toEqual(ofGroq);
  expect(app.complaints).toEqual([]);
});

test('a provider opens by keyboard to its accounts, keys and models, and these move as well', async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await visit(app);
  const opener = page.getByRole('button', { name: 'Groq', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  expect(await opener.getAttribute('aria-expanded')).toBe('true');
  await page.getByRole('button', { name: 'Key gsk_aaaa...0001' }).focus();
  await page.keyboard.press('Space');
  const key = page.getByRole('list', { name: 'Keys of this account' }).getByRole('listitem');
  expect(await key.allInnerTexts()).toEqual([
    expect.stringMatching(/^gsk_aaaa\.\.\.0001\s+ready\s+0 served today$/),
  ]);
  const model = page.getByRole('meter', { name: 'Key gsk_aaaa...0001, openai/gpt-oss-120b: Requests a day' });
  expect(await model.getAttribute('aria-valuetext')).toBe('1,000 of 1,000');
  await chatOften(app, 4);
  await expect.poll(() => key.first().innerText(), soon).toMatch(/2 served today/);
  await expect.poll(() => model.getAttribute('aria-valuetext'), soon).toBe('998 of 1,000');
  expect(app.complaints).toEqual([]);
});

test('a key that is refused and a fallback to the local model are told as they happen', async () => {
  const spent: SimSpec = { ...groq, keys: [groqKeys[0]], limits: [] };
  await using app = await openApp({ providers: [spent, ollama] });
  const { page, gateway } = app;
  await gateway.context.discovery.start();
  await visit(app);
  await page.getByText('Nothing has happened since this page was loaded.').waitFor();
  await chatOften(app, 1);
  gateway.fleet.get('groq').revoke(groqKeys[0]);
  await chatOften(app, 2);
  await page.getByText('Groq has refused the key gsk_aaaa...0001.').waitFor();
  await page.getByText('The free tiers are spent: llama3.1:8b on this machine serves.').waitFor();
  await page.getByText('The local model has served 2 requests today.').waitFor();
  await page.getByRole('link', { name: 'See the request' }).first().waitFor();
  await expect.poll(() => tile(page, 'Keys').innerText(), soon).toBe('1 invalid');
  await expect
    .poll(() => tile(page, 'Serves now').innerText(), soon)
    .toMatch(/^Ollama.*\nLast resort: llama3\.1:8b/);
  // Somewhere else and back: what happened is still told.
  await page.getByRole('link', { name: 'Simulator', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Simulator' }).waitFor();
  await page.getByRole('link', { name: 'Quotas', exact: true }).click();
  await page.getByText('Groq has refused the key gsk_aaaa...0001.').waitFor();
  expect(app.complaints).toEqual([]);
});

test('the forecast tells the hour at which one runs out, in the reader’s time zone, and what another account adds', async () => {
  await using app = await openApp({ providers: fleet, timeZone: 'Asia/Tokyo' });
  const { page } = app;
  await chatOften(app, 20, 'openrouter/openrouter/free');
  await visit(app);
  const answer = await fetch(`${app.url}/api/forecast`, { headers: asAdmin });
  const { providers } = (await answer.json()) as {
    providers: { id: string; runs_out_at: string | null; another_account_adds: number }[];
  };
  const ahead = providers.find(({ id }) => id === 'openrouter');
  expect(ahead?.runs_out_at).not.toBeNull();
  const row = page
    .getByRole('table', { name: 'Forecast by provider' })
    .getByRole('row', { name: /^OpenRouter/ });
  const at = await row.locator('time').getAttribute('datetime');
  const inTokyo = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Tokyo' });
  expect(await row.locator('time').innerText()).toContain(inTokyo.format(new Date(at ?? '')));
  await page.getByText(/OpenRouter is the next to run out: .+, in \d+/).waitFor();
  await row.getByText(`+${ahead?.another_account_adds}`).waitFor();
  expect(app.complaints).toEqual([]);
});

test('a gateway that is gone leaves its last figures, grey and with their age, and they come back with it', async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await visit(app);
  await page.getByText('live', { exact: true }).waitFor();
  await app.browser.setOffline(true);
  app.gateway.app.server.closeAllConnections();
  await page.getByText(/^as of /).waitFor();
  const look = (): Promise<string | undefined> =>
    card(page, 'Left now').evaluate(({ parentElement }) =>
      parentElement?.computedStyleMap().get('filter')?.toString(),
    );
  expect(await look()).toBe('grayscale(1)');
  await expectNoViolations(page);
  await app.browser.setOffline(false);
  await page.getByText('live', { exact: true }).waitFor();
  await expect.poll(look, soon).toBe('none');
});

test('without a key it says so and leads to the settings', async () => {
  await using app = await openApp();
  const { page } = app;
  await visit(app);
  await page.getByText('No key yet').waitFor();
  await page.getByRole('link', { name: 'Add a key in the settings' }).click();
  await page.waitForURL('**/settings');
  expect(app.complaints).toEqual([]);
});

test('a provider of 120 accounts is opened page by page, and stays quick', async () => {
  const keys = Array.from({ length: 120 }, (_, index) => `gsk_${String(index).padStart(28, 'x')}`);
  await using app = await openApp({ providers: [{ ...groq, keys }] });
  const { page } = app;
  await visit(app);
  await page.getByText('120 accounts', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Groq', exact: true }).click();
  await page.getByText('50 of 120 accounts shown').waitFor();
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await page.getByRole('button', { name: 'Show 20 more' }).click();
  await page.getByRole('button', { name: 'Show 20 more' }).waitFor({ state: 'detached' });
  expect(await page.getByRole('heading', { level: 5 }).count()).toBe(120);
  expect(app.complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'in French, wide and at 360 px, with nothing for axe to find: %s',
  long,
  async (theme) => {
    await using app = await openApp({ providers: [...fleet, ollama], theme, language: 'fr' });
    const { page, gateway } = app;
    await addHistory(app);
    await gateway.context.discovery.start();
    await chatOften(app, 5);
    await visit(app);
    const requests = card(page, 'Requêtes, aujourd’hui');
    const view = (await (await fetch(`${app.url}/api/quotas`, { headers: asAdmin })).json()) as QuotasView;
    const total = view.totals.find(({ unit, window }) => unit === 'requests' && window === 'day');
    expect(await sums(requests)).toEqual([total?.remaining, total?.limit]);
    expect(await requests.locator('tfoot').innerText()).toMatch(/Total\s+\d\u202f\d{3}\s+\d\u202f\d{3}/);
    await requests.getByText(/^retour\u00a0: .+, dans \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: 'Groq', exact: true }).click();
    await page.getByRole('button', { name: 'Clé gsk_aaaa...0001' }).click();
    await page.getByText('Les chiffres en tableau').click();
    await page.getByRole('region', { name: 'Requêtes par jour et par fournisseur' }).waitFor();
    await page
      .getByRole('img', { name: /^Graphique/ })
      .locator('canvas')
      .waitFor();
    await expectNoViolations(page);
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, `quotas-${theme}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectFits(page);
    await expectNoViolations(page);
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, `quotas-360-${theme}`);
    expect(app.complaints).toEqual([]);
  },
);
