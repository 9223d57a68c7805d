import { expect, test } from 'vitest';
import type { SimRequest, SimSpec } from '../../fleet/sim-spec.ts';
import { asClient } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shot } from './browser.ts';

const groqKey = `gsk_${'a'.repeat(36)}Zz19`;
const separator = '=====';

/** Groq that writes these texts, as many as there are, with the separator that its instructions name. */
function writing(...texts: readonly string[]): SimSpec {
  const answer = ({ body }: SimRequest): string => {
    const told = JSON.stringify(body.messages);
    const line = /nothing but ([^ .]+)\./.exec(told)?.[1] ?? separator;
    return texts.join(`\n${line}\n`);
  };
  return { id: 'groq', keys: [groqKey], limits: [], latencyMs: 10, chunkMs: 0, answer };
}

const titles = [
  'Insulated steel bottle, cold for 24 hours',
  'Steel bottle with a bamboo lid',
  'Six colours of steel bottle, 750 ml',
];

const french = [
  'Gourde en inox, fraîche pendant 24\u00a0heures',
  'Gourde isotherme au bouchon de bambou',
  'La gourde isotherme aux six couleurs, 750\u00a0ml',
];

test('an example is written, counted, edited, copied, kept, and asked for by curl', async () => {
  await using app = await openApp({ providers: [writing(...titles)] });
  const { page, browser } = app;
  await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/content');
  expect(await page.getByLabel('Product', { exact: true }).inputValue()).toBe('Insulated steel bottle');
  await page.getByRole('button', { name: 'Write' }).click();
  const heading = page.getByRole('heading', { level: 2, name: '3 texts' });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.getByText('Written by Groq').waitFor();
  await page.getByText('openai/gpt-oss-120b').waitFor();
  const texts = page.getByRole('textbox', { name: /^Text \d$/ });
  expect(
    await texts.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value).toSorted()),
  ).toEqual(titles.toSorted());

  const first = page.getByRole('textbox', { name: 'Text 1' });
  const before = await first.inputValue();
  await page.getByText(`${before.length} of 60 characters`).first().waitFor();
  await shot(page, 'content-en');
  await first.press('End');
  await page.keyboard.type(` and ${'x'.repeat(60)}`);
  const over = before.length + 65 - 60;
  await page.getByText(`${before.length + 65} of 60 characters – ${over} too many`).waitFor();
  expect(await first.getAttribute('aria-invalid')).toBe('true');
  await expectNoViolations(page);
  await first.fill('Mine');
  await page.getByText('4 of 60 characters').waitFor();
  await page.getByRole('button', { name: 'Copy: Text 1' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('Mine');

  // The call of the page and the one of the terminal are one.
  await page.getByText('Show as curl').click();
  const curl = (await page.getByRole('region', { name: 'The same request' }).textContent()) ?? '';
  expect(curl).toContain(`curl ${app.url}/api/content-generator/generate/`);
  const body = /-d '(.*)'$/s.exec(curl)?.[1] ?? '';
  const answer = await fetch(`${app.url}/api/content-generator/generate/`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body,
  });
  const made = (await answer.json()) as { variants: string[] };
  expect(made.variants.toSorted()).toEqual(titles.toSorted());
  const [ours, theirs] = app.gateway.fleet.get('groq').calls.map((call) => call.body);
  expect(theirs).toEqual({ ...(ours as object) });

  // Kept in this browser, as it was edited; cleared, and brought back.
  await page.reload();
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: /Insulated steel bottle/ }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Text 1' }).inputValue()).toBe('Mine');
  await history.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => history.getByRole('listitem').count()).toBe(0);
  expect(await page.evaluate(() => localStorage.getItem('noria.content.history'))).toBeNull();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => history.getByRole('listitem').count()).toBe(1);
  expect(app.complaints).toEqual([]);
});

test('in French, by keyboard: typography stays as it was set, a post is counted as its platform counts', async () => {
  const posts = ['Emportez l’eau fraîche partout ! Voir https://noria.example/gourde #gourde'];
  await using app = await openApp({ providers: [writing(...posts)], language: 'fr' });
  const { page } = app;
  await page.goto('/content');
  const type = page.getByRole('group', { name: 'Ce qu’il faut écrire' });
  await type.getByRole('radio', { name: 'Titre de produit' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await type.getByRole('radio', { name: 'Publication' }).isChecked()).toBe(true);
  await page.getByLabel('Détails').fill('Lien : https://noria.example/gourde');
  await page.getByLabel('Plateforme').selectOption('X');
  await page.getByLabel('Variantes').selectOption('1');
  await page.getByLabel('Sujet').press('Enter');
  const text = page.getByRole('textbox', { name: 'Texte 1' });
  const written = 'Emportez l’eau fraîche partout\u202f! Voir https://noria.example/gourde #gourde';
  await expect.poll(() => text.inputValue()).toBe(written);
  // X counts each link as 23, and a narrow no-break space twice.
  const counted = written.length - 'https://noria.example/gourde'.length + 23 + 1;
  await page.getByText(`${counted} sur 280 caractères`).waitFor();
  await page.getByText('Compté comme X compte', { exact: false }).waitFor();
  await shot(page, 'content-fr-post');
  expect(app.complaints).toEqual([]);
});

test('the example follows the language until it is touched', async () => {
  await using app = await openApp({ providers: [writing('x')] });
  const { page } = app;
  await page.goto('/content');
  await page.getByLabel('Keywords').fill('thermos');
  await page.getByRole('button', { name: 'Français' }).click();
  await expect
    .poll(() => page.getByLabel('Produit', { exact: true }).inputValue())
    .toBe('Gourde isotherme en inox');
  expect(await page.getByLabel('Mots-clés').inputValue()).toBe('thermos');
  expect(await page.getByLabel('Langue').inputValue()).toBe('fr');
});

test('says when fewer came than were wanted', async () => {
  await using app = await openApp({ providers: [writing(titles[0] ?? '', titles[0] ?? '')] });
  const { page } = app;
  await page.goto('/content');
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('heading', { level: 2, name: '1 text' }).waitFor();
  await page.getByText('2 more were wanted', { exact: false }).waitFor();
  expect(app.complaints).toEqual([]);
});

test('what goes wrong is told with the next step; a running call is cancelled upstream', async () => {
  await using app = await openApp({
    providers: [{ ...writing(...titles), latencyMs: 20_000 }],
    env: { GROQ_API_KEYS: '' },
  });
  const { page, gateway } = app;
  await page.goto('/content');
  await page.getByRole('button', { name: 'Write' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing can serve yet' });
  await alert.waitFor();
  expect(await alert.getByRole('link', { name: 'Add a key' }).getAttribute('href')).toBe('/settings');
  await expectNoViolations(page);
  await shot(page, 'content-error');
  await gateway.context.keyring.add({ provider: 'groq', secret: groqKey });
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 2, name: 'Being written…' }).waitFor();
  const sim = gateway.fleet.get('groq');
  await expect.poll(() => sim.calls.length).toBe(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => sim.calls[0]?.aborted).toBe(true);
  expect(await page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
  // 503 is what was to be seen.
  expect(app.complaints.filter((one) => !one.startsWith('503'))).toEqual([]);
});

test('simulated providers write as well, and it is said wherever their texts show', async () => {
  await using app = await openApp();
  const { page } = app;
  await page.request.post(`${app.url}/api/demo`, { data: {}, headers: { origin: app.url } });
  await page.goto('/content');
  await page.getByText('Simulated providers answer').waitFor();
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('heading', { level: 2, name: '3 texts' }).waitFor();
  expect(await page.getByText('simulated', { exact: true }).count()).toBe(2);
  await page.getByRole('button', { name: 'End the simulation' }).click();
  await expect.poll(() => page.getByText('Simulated providers answer').count()).toBe(0);
  // The texts are still those of a simulation.
  expect(await page.getByText('simulated', { exact: true }).count()).toBe(2);
  expect(app.complaints).toEqual([]);
});

test.each([
  ['light', 'en', 1280],
  ['dark', 'fr', 360],
] as const)('fits and axe finds nothing: %s %s %i px', async (theme, language, width) => {
  await using app = await openApp({
    providers: [writing(...(language === 'fr' ? french : titles))],
    theme,
    language,
    width,
  });
  const { page } = app;
  await page.goto('/content');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectFits(page);
  await expectNoViolations(page);
  await page.getByRole('button', { name: language === 'fr' ? 'Écrire' : 'Write' }).click();
  await page.getByRole('heading', { level: 2, name: language === 'fr' ? '3 textes' : '3 texts' }).waitFor();
  await page.getByText(language === 'fr' ? 'Afficher le curl' : 'Show as curl').click();
  await expectFits(page);
  await expectNoViolations(page);
  await shot(page, `content-${width}-${theme}`);
  expect(app.complaints).toEqual([]);
});

test('a countdown begins with what is left, however long the page was open before', async () => {
  await using app = await openApp();
  const { page } = app;
  const error = { code: 'pool_exhausted', message: 'Nothing is left.', retry_after_ms: 30_000 };
  await page.route('**/api/content-generator/**', (route) => route.fulfill({ status: 429, json: { error } }));
  await page.clock.install();
  await page.goto('/content');
  const write = page.getByRole('button', { name: 'Write', exact: true });
  await write.waitFor();
  await page.clock.fastForward('01:00:00');
  // Whatever it shows first, were it for a moment.
  const first = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const observer = new MutationObserver(() => {
          const found = /Try again in ([\d:]+)/.exec(document.body.textContent);
          if (found !== null) resolve(found[1] ?? '');
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await write.click();
  expect(await first).toMatch(/^00:(30|29)/);
});
