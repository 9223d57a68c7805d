import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ForecastView, ProviderForecastView } from '../../src/api/views/forecast-view.ts';
import type { QuotasView } from '../../src/api/views/quota-view.ts';
import { asAdmin, asClient } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shotOf, type AppOptions, type OpenApp } from './browser.ts';

/** A busy machine takes its time. */
const slow = { timeout: 120_000 } as const;
const patiently = { timeout: 30_000 } as const;
const quick = { latencyMs: 0, chunkMs: 0 } as const;
/** Of two no limit is known. */
const fleet = [
  { id: 'groq', keys: ['gsk_k1', 'gsk_k2', 'gsk_k3', 'gsk_k4'], ...quick },
  { id: 'openrouter', keys: ['sk-or-v1-one', 'sk-or-v1-two'], ...quick },
  { id: 'cohere', keys: ['co-one'], ...quick },
  { id: 'together', keys: ['together-one'], ...quick },
  { id: 'openai', keys: ['sk-openai-one'], ...quick },
] as const;

async function openCapacity(options: AppOptions = {}): Promise<OpenApp> {
  const app = await openApp({ providers: fleet, ...options });
  app.browser.setDefaultTimeout(patiently.timeout);
  await app.page.goto('/settings#capacity');
  return app;
}

function capacityPart(page: Page): Locator {
  return page.getByRole('region', { name: /^(Capacity|Capacité)$/ });
}

function tableOf(page: Page, name: string): Locator {
  return capacityPart(page).getByRole('table', { name: new RegExp(`^Capa(city|cité.): ${name}$`) });
}

/** Requests, conversations and people of a row. */
async function cells(table: Locator, row: string | RegExp): Promise<number[]> {
  const line = table.getByRole('row').filter({ has: table.page().getByRole('rowheader', { name: row }) });
  const texts = await line.getByRole('cell').allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(/[^\d]/g, '')));
}

async function get<T>({ url }: OpenApp, path: string): Promise<T> {
  return (await (await fetch(`${url}${path}`, { headers: asAdmin })).json()) as T;
}

async function chat({ url }: OpenApp): Promise<void> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
}

function people(requests: number, messages = 12, conversations = 3): number[] {
  return [requests, Math.floor(requests / messages), Math.floor(requests / messages / conversations)];
}

function known(providers: readonly ProviderForecastView[]): readonly ProviderForecastView[] {
  return providers.filter((provider) => provider.capacity_per_account !== null);
}

test('every figure is what the forecast says, and what is not known is not added up', slow, async () => {
  await using app = await openCapacity();
  const { page } = app;
  await tableOf(page, 'Groq').waitFor();
  const { providers } = await get<ForecastView>(app, '/api/forecast');
  expect(providers.map(({ id }) => id).toSorted()).toEqual([
    'cohere',
    'groq',
    'openai',
    'openrouter',
    'together',
  ]);
  expect(known(providers)).toHaveLength(3);
  for (const { name, accounts, capacity_per_account: each } of known(providers)) {
    const table = tableOf(page, name);
    for (const step of [1, 2, 3, 5, 10, 20])
      expect(await cells(table, new RegExp(`^${step}( now)?$`))).toEqual(people(step * (each ?? 0)));
    expect(await cells(table, `${accounts} now`)).toEqual(people(accounts * (each ?? 0)));
  }
  // Four accounts of Groq are none of the steps, and stand between them.
  const heads = await tableOf(page, 'Groq').getByRole('rowheader').allInnerTexts();
  expect(heads.map((head) => head.replaceAll(/\s+/g, ' '))).toEqual([
    'Today so far (UTC)',
    '1',
    '2',
    '3',
    '4 now',
    '5',
    '10',
    '20',
  ]);

  const all = tableOf(page, 'All providers together');
  const sum = (accountsOf: (provider: ProviderForecastView) => number): number =>
    known(providers).reduce((total, one) => total + accountsOf(one) * (one.capacity_per_account ?? 0), 0);
  for (const step of [1, 2, 3, 5, 10, 20])
    expect(await cells(all, `${step} at each`)).toEqual(people(sum(() => step)));
  expect(await cells(all, 'What is there: 7 accounts')).toEqual(people(sum(({ accounts }) => accounts)));
  const part = capacityPart(page);
  await part.getByText('Not counted, because no limit is known: Together AI and OpenAI.').waitFor();
  const openai = part.getByRole('region', { name: 'OpenAI', exact: true });
  await openai.getByText(/^No limit is known that tells/).waitFor();
  expect(await openai.getByRole('table').count()).toBe(0);
  await part.getByText(/^Told in requests of 1,000 tokens in and 300 out, assumed/).waitFor();
  expect(app.complaints).toEqual([]);
});

test('what was really asked today stands beside it, and moves', slow, async () => {
  await using app = await openCapacity();
  const { page } = app;
  const all = tableOf(page, 'All providers together');
  await all.waitFor();
  expect(await cells(all, /^Today/)).toEqual([0, 0, 0]);
  await page.getByText('live', { exact: true }).first().waitFor();
  for (let call = 0; call < 13; call += 1) await chat(app);
  await expect.poll(() => cells(all, /^Today/), patiently).toEqual([13, 1, 0]);
  const { providers } = await get<QuotasView>(app, '/api/quotas');
  const served = providers.filter((provider) => provider.served_today > 0);
  expect(served.reduce((sum, provider) => sum + provider.served_today, 0)).toBe(13);
  for (const { name, served_today: count } of served)
    await expect.poll(() => cells(tableOf(page, name), /^Today/), patiently).toEqual(people(count));
  expect(app.complaints).toEqual([]);
});

test('what is assumed of people can be changed, and is remembered in this browser', slow, async () => {
  await using app = await openCapacity();
  const { page } = app;
  const all = tableOf(page, 'All providers together');
  await all.waitFor();
  const [requests = 0] = await cells(all, '10 at each');
  const part = capacityPart(page);
  const messages = part.getByRole('spinbutton', { name: 'Messages in a conversation' });
  const conversations = part.getByRole('spinbutton', { name: 'Conversations of a person a day' });
  expect([await messages.inputValue(), await conversations.inputValue()]).toEqual(['12', '3']);
  await messages.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  expect(await conversations.inputValue()).toBe('2');
  expect(await cells(all, '10 at each')).toEqual(people(requests, 20, 2));
  await conversations.fill('0');
  await part.getByText('A whole number from 1 to 1,000.').waitFor();
  expect(await cells(all, '10 at each')).toEqual(people(requests, 20, 2));
  await conversations.blur();
  expect(await conversations.inputValue()).toBe('2');

  await page.reload();
  await all.waitFor();
  expect([await messages.inputValue(), await conversations.inputValue()]).toEqual(['20', '2']);
  expect(await cells(all, '10 at each')).toEqual(people(requests, 20, 2));
  expect(app.complaints).toEqual([]);
});

test('limits of an address or of a key are told as such', slow, async () => {
  await using app = await openApp({ providers: fleet });
  app.browser.setDefaultTimeout(patiently.timeout);
  const { page } = app;
  const real = await get<ForecastView>(app, '/api/forecast');
  const scopes = { groq: 'account', openrouter: 'ip', cohere: 'key' } as Record<
    string,
    ProviderForecastView['scope']
  >;
  // No provider of the catalog has such limits today: the answer is as the gateway's own forecast would have it.
  const providers = known(real.providers).map((one) => {
    const scope = scopes[one.id] ?? 'account';
    return { ...one, scope, ...(scope === 'ip' ? { another_account_adds: 0 } : {}) };
  });
  await page.route('**/api/forecast', (route) => route.fulfill({ json: { ...real, providers } }));
  await page.goto('/settings#capacity');
  const part = capacityPart(page);
  const ofAddress = part.getByRole('region', { name: 'OpenRouter', exact: true });
  await ofAddress.getByText(/^Its limits belong to this machine’s address: no account/).waitFor();
  expect(await cells(tableOf(page, 'OpenRouter'), 'any number')).toEqual(people(100));
  expect(await tableOf(page, 'OpenRouter').getByRole('row').count()).toBe(3);
  await part
    .getByRole('region', { name: 'Cohere', exact: true })
    .getByText(/^Its limits belong to each key/)
    .waitFor();
  await part.getByText('Does not grow with accounts: OpenRouter.').waitFor();
  const each = (id: string): number => providers.find((one) => one.id === id)?.capacity_per_account ?? 0;
  expect(await cells(tableOf(page, 'All providers together'), '20 at each')).toEqual(
    people(20 * each('groq') + 20 * each('cohere') + 100),
  );
  expect(app.complaints).toEqual([]);
});

test('the terms are a link that leaves, the simulator is one that stays', slow, async () => {
  await using app = await openCapacity();
  const { page } = app;
  const part = capacityPart(page);
  await part.getByText('Only accounts that you are entitled to').waitFor();
  const { providers } = await get<ForecastView>(app, '/api/forecast');
  for (const { name, terms } of providers) {
    const region = part.getByRole('region', { name, exact: true });
    const link = region.getByRole('link', { name: new RegExp(`^Terms of use of ${name}`) });
    expect(await link.getAttribute('href')).toBe(terms.url);
    expect(await link.getAttribute('rel')).toBe('noreferrer');
    await region.getByText(terms.several_accounts).waitFor();
  }
  await part.getByRole('link', { name: 'Live through a day in the simulator' }).click();
  await page.waitForURL('**/simulator');
  expect(app.complaints).toEqual([]);
});

test('without a key the next step is said', slow, async () => {
  await using app = await openCapacity({ providers: [], language: 'fr' });
  const { page } = app;
  const part = capacityPart(page);
  await part.getByText('Aucune clé pour le moment').waitFor();
  expect(await part.getByRole('link', { name: 'Ajouter une clé' }).getAttribute('href')).toBe('#providers');
  expect(app.complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)('axe finds nothing and 360 px are enough: %s', slow, async (theme) => {
  await using app = await openCapacity({ theme, language: 'fr' });
  const { page } = app;
  const part = capacityPart(page);
  await tableOf(page, 'Tous les fournisseurs ensemble').waitFor();
  await part
    .getByText(/^Ses limites sont celles du compte\u00a0: une autre clé/)
    .first()
    .waitFor();
  for (let call = 0; call < 3; call += 1) await chat(app);
  await expect
    .poll(() => cells(tableOf(page, 'Tous les fournisseurs ensemble'), /^Aujourd’hui/), patiently)
    .toEqual([3, 0, 0]);
  await expectNoViolations(page, '[aria-labelledby=capacity]');
  await shotOf(part, `settings-capacity-1280-${theme}`);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectFits(page);
  await expectNoViolations(page, '[aria-labelledby=capacity]');
  await shotOf(part, `settings-capacity-360-${theme}`);
  expect(app.complaints).toEqual([]);
});
