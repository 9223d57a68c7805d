import { expect, test } from 'vitest';
import type { ProviderView } from '../../src/api/views/provider-view.ts';
import { asAdmin } from '../gateway.ts';
import { expectFits, shot, type OpenApp } from './browser.ts';
import {
  addKey,
  card,
  chat,
  keysOf,
  masked,
  openSettings,
  secrets,
  section,
  visit,
} from './settings-stage.ts';

/** The machine may have other work. */
const patience = { timeout: 10_000 };

/** Tells nothing of its limits in its answers: what it told would go before what its owner set. */
const gemini = { id: 'gemini', keys: [`AIza${'0'.repeat(35)}`], latencyMs: 0, chunkMs: 0 } as const;

async function providerOf({ url }: OpenApp, id: string): Promise<ProviderView | undefined> {
  const answer = await fetch(`${url}/api/providers`, { headers: asAdmin });
  const { providers } = (await answer.json()) as { providers: ProviderView[] };
  return providers.find((provider) => provider.id === id);
}

test('la clé Replicate est sauvegardée, puis remplacée', async () => {
  await using app = await openSettings({ language: 'fr' });
  const { page } = app;
  await visit(app);
  const replicate = section(page, 'Clé API Replicate');
  await replicate.getByRole('button', { name: 'Sauvegarder' }).click();
  await replicate.getByText('Collez une clé.').waitFor();
  await replicate.getByLabel('Clé API Replicate').fill(secrets.replicate);
  await replicate.getByRole('button', { name: 'Sauvegarder' }).click();
  const first = card(page, secrets.replicate);
  await first.getByText('Connexion réussie !').waitFor();
  await first.getByText('ACTIVE', { exact: true }).waitFor();
  await replicate.getByLabel('Nouvelle clé API Replicate').fill(secrets.otherReplicate);
  await replicate.getByLabel('Nouvelle clé API Replicate').press('Enter');
  await card(page, secrets.otherReplicate).getByText('Connexion réussie !').waitFor();
  await first.waitFor({ state: 'detached' });
  expect(await keysOf(app)).toHaveLength(1);
  expect(app.complaints).toEqual([]);
});

test('limits of an account are set, hold, and go back to what the catalog says; rotation and use are chosen', async () => {
  await using app = await openSettings({
    providers: [gemini],
    env: { GEMINI_API_KEYS: '' },
    timeZone: 'Asia/Tokyo',
  });
  const { page } = app;
  await addKey(app, { provider: 'gemini', secret: gemini.keys[0] });
  await visit(app);
  const keys = section(page, 'Google Gemini API keys');
  await keys.getByText('Settings of Google Gemini').click();
  await keys.getByRole('button', { name: 'Edit limits' }).click();
  const dialog = page.getByRole('dialog', { name: 'Limits of one account of Google Gemini' });
  await dialog.getByLabel('Requests a day').fill('a lot');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('A whole number, 0 or more; nothing for no limit.').waitFor();
  await dialog.getByLabel('Requests a day').fill('2');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await keys.getByText('One account: 2 requests a day.').waitFor();
  await keys.getByText('You have set them; the catalog’s do not hold.').waitFor();
  const mine = card(page, gemini.keys[0]);
  await mine.getByText('2 of 2 left').waitFor();
  for (const status of [200, 200, 429]) expect(await chat(app)).toBe(status);
  await mine.getByText('0 of 2 left').waitFor();
  await mine.getByText(/^exhausted until/).waitFor();
  // In the reader's time zone, which is not the provider's.
  const [key] = await keysOf(app);
  const back = new Date(key?.quotas[0]?.resets_at ?? '').toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Tokyo',
  });
  expect(await mine.getByText(/^back at/).innerText()).toContain(back);

  await keys.getByRole('button', { name: 'Edit limits' }).click();
  expect(await dialog.getByLabel('Requests a day').inputValue()).toBe('2');
  await dialog.getByRole('button', { name: 'As the catalog says' }).click();
  await dialog.waitFor({ state: 'detached' });
  await keys.getByText(/^By model, for example gemini-\S+: 500 requests a day/).waitFor();
  expect(await providerOf(app, 'gemini')).toMatchObject({ changed: false });

  await keys.getByLabel('Which key is asked next').selectOption({ label: 'one until its limit' });
  await expect.poll(() => providerOf(app, 'gemini'), patience).toMatchObject({ rotation: 'sticky' });
  await keys.getByRole('switch', { name: 'Use Google Gemini' }).click();
  await keys.getByText('switched off', { exact: true }).waitFor();
  expect(await providerOf(app, 'gemini')).toMatchObject({ enabled: false });
  await keys.getByRole('switch', { name: 'Use Google Gemini' }).click();
  await keys.getByText('switched off', { exact: true }).waitFor({ state: 'detached' });
  await keys.getByRole('button', { name: 'Test Google Gemini' }).click();
  await keys.getByText('Connection successful!').waitFor();
  expect(app.complaints).toEqual([]);
});

test('an own server is added, serves, is changed and deleted', async () => {
  await using app = await openSettings({ env: { NORIA_ALLOWED_HOSTS: '127.0.0.1' } });
  const { page, gateway } = app;
  await visit(app);
  await page.getByRole('button', { name: 'Add your own server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add your own server' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('An address that begins with http:// or https://').waitFor();
  await dialog.getByLabel('Name').fill('groq');
  await dialog.getByText('and a name that no other provider has').waitFor();
  await dialog.getByLabel('Name').fill('my-vllm');
  await dialog.getByLabel('Address').fill('http://192.168.7.7:8000/v1');
  await dialog.getByLabel('Models').fill('openai/gpt-oss-20b');
  await dialog.getByLabel('Requests a minute').fill('40');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('This address leads into your own network').waitFor();
  await shot(page, 'settings-own');
  await dialog.getByLabel('Address').fill(gateway.fleet.get('groq').baseUrl);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const own = section(page, 'my-vllm API keys');
  await own.getByText('yours', { exact: true }).waitFor();
  await own.getByText('One account: 40 requests a minute.').waitFor();
  const heading = own.getByRole('heading', { level: 3 });
  await expect.poll(() => heading.evaluate((one) => one === document.activeElement), patience).toBe(true);
  await own.getByRole('button', { name: 'Add a my-vllm key' }).click();
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill(secrets.groq);
  await page.getByRole('dialog').getByRole('button', { name: 'Add the key' }).click();
  await own.getByText('Connection successful!').waitFor();
  expect(await chat(app, 'my-vllm/openai/gpt-oss-20b')).toBe(200);

  await own.getByText('Settings of my-vllm').click();
  await own.getByRole('button', { name: 'Edit my-vllm' }).click();
  await page.getByRole('dialog').getByLabel('Models').fill('openai/gpt-oss-20b\nopenai/gpt-oss-120b');
  await page.getByRole('dialog').getByLabel('Requests a minute').fill('');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await providerOf(app, 'my-vllm'))?.models.map(({ id }) => id)).toContain('openai/gpt-oss-120b');
  expect((await providerOf(app, 'my-vllm'))?.limits).toEqual([]);

  await own.getByRole('button', { name: 'Delete my-vllm' }).click();
  await page.getByText('Its key goes with it.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the server' }).click();
  await own.waitFor({ state: 'detached' });
  expect(await providerOf(app, 'my-vllm')).toBeUndefined();
  expect(app.complaints).toEqual([]);
});

test('providers without a key are searched, and say what they give and where one gets a key', async () => {
  await using app = await openSettings({ language: 'fr', width: 360 });
  const { page } = app;
  await visit(app);
  const idle = section(page, 'Fournisseurs sans clé');
  expect(await idle.getByRole('heading', { level: 4 }).count()).toBe(6);
  await idle.getByLabel('Chercher un fournisseur').fill('hugging');
  expect(await idle.getByRole('heading', { level: 4 }).allInnerTexts()).toEqual([
    'Hugging Face Inference Providers',
    'Hugging Face Space',
  ]);
  await idle.getByText(/^Un compte\s: 0,10\s\$US par mois\.$/).waitFor();
  const link = idle.getByRole('link', { name: /^Obtenir une clé Hugging Face Inference Providers/ });
  expect(await link.getAttribute('href')).toBe('https://huggingface.co/settings/tokens');
  await idle.getByLabel('Chercher un fournisseur').fill('personne');
  await idle.getByText(/^Aucun fournisseur de ce nom/).waitFor();
  await expectFits(page);
  expect(app.complaints).toEqual([]);
});

test('keys that were seen to draw on one quota are named, and one account for both ends it', async () => {
  const org = { account: 'org' } as const;
  const groq = {
    id: 'groq',
    keys: [
      { secret: secrets.groq, ...org },
      { secret: secrets.second, ...org },
    ],
    latencyMs: 0,
    chunkMs: 0,
  } as const;
  await using app = await openSettings({ providers: [groq], language: 'fr' });
  const { page } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await addKey(app, { provider: 'groq', secret: secrets.second });
  await visit(app);
  const keys = section(page, 'Clés API Groq');
  for (let call = 0; call < 16; call += 1) expect(await chat(app, 'groq/openai/gpt-oss-120b')).toBe(200);
  const notice = keys.getByText('Ces clés partagent un même quota');
  await notice.waitFor();
  await keys
    .getByText(`${masked(secrets.groq)} et ${masked(secrets.second)} puisent dans le même quota`)
    .waitFor();
  for (const secret of [secrets.groq, secrets.second]) {
    await card(page, secret).getByRole('button', { name: 'Modifier' }).click();
    await page.getByRole('dialog').getByLabel('Compte').fill('org');
    await page.getByRole('dialog').getByRole('button', { name: 'Sauvegarder' }).click();
    await card(page, secret).getByText('compte org').waitFor();
  }
  await notice.waitFor({ state: 'detached' });
  expect(app.complaints).toEqual([]);
});
