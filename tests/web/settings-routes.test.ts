import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { asClient, temporaryFolder } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shot, type AppOptions, type OpenApp } from './browser.ts';

const quick = { limits: [], latencyMs: 0, chunkMs: 0 };
const groq: SimSpec = { id: 'groq', keys: [`gsk_${'a'.repeat(40)}`], ...quick };
const mistral: SimSpec = { id: 'mistral', keys: ['m'.repeat(32)], ...quick };
const ollama: SimSpec = { id: 'ollama', keys: [], ...quick };
const yaml =
  'routes:\n  team: { strategy: cascade, steps: [groq, mistral, gpt-oss-120b, cohere], then: [ollama], deadline_ms: 9000 }\n';

/** Groq and Mistral answer, Ollama does where it is asked for; noria.yaml has one route, `team`. */
function openRoutes({ local = false, ...options }: AppOptions & { local?: boolean } = {}): Promise<OpenApp> {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'noria.yaml'), yaml);
  return openApp({
    folder,
    providers: [groq, mistral, ...(local ? [ollama] : [])],
    ...options,
    env: { ...(local ? {} : { OLLAMA_BASE_URL: 'http://127.0.0.1:9' }), ...options.env },
  });
}

/** Goes to the routes and gives the card of one. */
async function show(page: Page, name: string): Promise<Locator> {
  await page.goto('/settings#routes');
  const card = cardOf(page, name);
  await card.waitFor();
  return card;
}

function cardOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Opens the editor of a route. */
async function edit(page: Page, name: string, word = 'Edit'): Promise<Locator> {
  const card = await show(page, name);
  await button(card, word).click();
  await card.getByRole('group', { name: `${word} ${name}` }).waitFor();
  return card;
}

function button(where: Locator | Page, name: string): Locator {
  return where.getByRole('button', { name, exact: true });
}

/** The steps that a list of the editor shows, in their order. */
async function stepsOf(card: Locator, list: string): Promise<readonly string[]> {
  const handles = card
    .getByRole('list', { name: list })
    .getByRole('button', { name: /^(Move|Déplacer) [^ ]+$/ });
  const labels = await handles.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.replace(/^(Move|Déplacer) /, ''));
}

/** Who serves a real request. */
async function servedBy({ url }: OpenApp, model: string): Promise<string | null> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  return answer.headers.get('x-noria-provider');
}

async function expectFocus(what: Locator): Promise<void> {
  await expect.poll(() => what.evaluate((element) => element === document.activeElement)).toBe(true);
}

describe('the order of steps', () => {
  test('is changed by keyboard, told in words, and holds for the next request', async () => {
    await using app = await openRoutes();
    const { page } = app;
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(request.url()));
    expect(await servedBy(app, 'auto:team')).toBe('groq');
    const shown = await show(page, 'team');
    await shown.getByText('from noria.yaml').waitFor();
    // What moves the steps is not part of the page before somebody edits.
    expect(scripts.filter((url) => url.includes('route-editor'))).toEqual([]);
    const card = await edit(page, 'team');
    expect(scripts.some((url) => url.includes('route-editor'))).toBe(true);
    const list = 'Steps, in their order';
    expect(await stepsOf(card, list)).toEqual(['Groq', 'Mistral', 'gpt-oss-120b', 'Cohere']);
    const handle = button(card, 'Move Groq');
    await handle.focus();
    await page.keyboard.press('Space');
    await card.getByText('Picked up: Groq, place 1 of 4').waitFor();
    await page.keyboard.press('ArrowDown');
    await card.getByText('Groq, place 2 of 4', { exact: true }).waitFor();
    await page.keyboard.press('Space');
    await card.getByText('Put down: Groq, place 2 of 4').waitFor();
    await expectFocus(handle);
    expect(await stepsOf(card, list)).toEqual(['Mistral', 'Groq', 'gpt-oss-120b', 'Cohere']);
    // Nothing holds before it is saved.
    expect(await servedBy(app, 'auto:team')).toBe('groq');
    await button(card, 'Save').click();
    await page.getByText('auto:team is saved').first().waitFor();
    await expectFocus(button(card, 'Edit'));
    await card.getByText('changed here').waitFor();
    expect(await servedBy(app, 'auto:team')).toBe('mistral');
    expect(app.complaints).toEqual([]);
  });

  test('is taken back by Escape while a step is held', async () => {
    await using app = await openRoutes();
    const { page } = app;
    const card = await edit(page, 'team');
    const handle = button(card, 'Move Mistral');
    await handle.focus();
    await page.keyboard.press('Enter');
    await card.getByText('Picked up: Mistral, place 2 of 4').waitFor();
    await page.keyboard.press('ArrowUp');
    await card.getByText('Mistral, place 1 of 4', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await card.getByText('Taken back: Mistral, place 2 of 4').waitFor();
    await expectFocus(handle);
    expect(await stepsOf(card, 'Steps, in their order')).toEqual([
      'Groq',
      'Mistral',
      'gpt-oss-120b',
      'Cohere',
    ]);
    await button(card, 'Close').waitFor();
    expect(app.complaints).toEqual([]);
  });

  test('is changed with the pointer', async () => {
    await using app = await openRoutes();
    const { page } = app;
    const card = await edit(page, 'team');
    await button(card, 'Move Groq').scrollIntoViewIfNeeded();
    const from = await button(card, 'Move Groq').boundingBox();
    const to = await button(card, 'Move gpt-oss-120b').boundingBox();
    if (from === null || to === null) throw new Error('the handles cannot be seen');
    const x = from.x + from.width / 2;
    await page.mouse.move(x, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, from.y + from.height, { steps: 4 });
    await page.mouse.move(x, to.y + to.height / 2 + 4, { steps: 8 });
    await card.getByText('Groq, place 3 of 4', { exact: true }).waitFor();
    await page.mouse.up();
    await expect
      .poll(() => stepsOf(card, 'Steps, in their order'))
      .toEqual(['Mistral', 'gpt-oss-120b', 'Groq', 'Cohere']);
    expect(app.complaints).toEqual([]);
  });

  test('is changed with buttons that keep the focus and stop at the ends', async () => {
    await using app = await openRoutes();
    const { page } = app;
    const card = await edit(page, 'team');
    const down = button(card, 'Move Groq down');
    await down.focus();
    for (const place of [2, 3, 4]) {
      await page.keyboard.press('Enter');
      await card.getByText(`Groq, place ${place} of 4`, { exact: true }).waitFor();
      await expectFocus(down);
    }
    await page.keyboard.press('Enter');
    await expectFocus(down);
    expect(await down.getAttribute('aria-disabled')).toBe('true');
    await button(card, 'Move gpt-oss-120b up').click();
    const list = 'Steps, in their order';
    expect(await stepsOf(card, list)).toEqual(['gpt-oss-120b', 'Mistral', 'Cohere', 'Groq']);
    await button(card, 'Discard').click();
    await expectFocus(button(card, 'Edit'));
    await button(card, 'Edit').click();
    await expect.poll(() => stepsOf(card, list)).toEqual(['Groq', 'Mistral', 'gpt-oss-120b', 'Cohere']);
    expect(app.complaints).toEqual([]);
  });
});

test('steps are added and removed, the strategy, resuming and the deadline chosen, and all of it holds', async () => {
  await using app = await openRoutes();
  const { page } = app;
  const card = await edit(page, 'team');
  await button(card, 'Remove Groq').click();
  await expectFocus(button(card, 'Remove Mistral'));
  await card.getByText('Removed: Groq').waitFor();
  await button(card, 'Remove Cohere').click();
  await expectFocus(button(card, 'Remove gpt-oss-120b'));
  await button(card, 'Remove gpt-oss-120b').click();
  const later = card.getByLabel('Add a later step');
  await button(card, 'Remove Ollama (local)').click();
  await card.getByText('None: then the request fails.').waitFor();
  await expectFocus(later);
  // As it is shown, not as it is called.
  await later.fill('groq');
  await page.keyboard.press('Enter');
  const add = card.getByLabel('Add a step');
  await add.fill('mistral');
  await page.keyboard.press('Enter');
  await card.getByText('Mistral is in this list already.').waitFor();
  await add.fill('mistral/mistral-large-latest');
  await page.keyboard.press('Enter');
  await card.getByText('Added: mistral-large-latest, place 2 of 2').waitFor();
  await card.getByText('this model, at Mistral only').waitFor();
  await card.getByLabel('Race').check();
  await card.getByLabel('When a stream breaks off').selectOption('It ends there');
  await card.getByLabel('Deadline in seconds').fill('2,5');
  await button(card, 'Save').click();
  await button(card, 'Edit').waitFor();
  for (const words of [
    'Race',
    '2.5 s for the first words',
    'the answer ends there',
    'after all of them have failed',
  ])
    await card.getByText(words, { exact: true }).waitFor();
  expect(app.gateway.context.routes.table.routes.get('team')).toEqual({
    strategy: 'race',
    steps: ['mistral', 'mistral/mistral-large-latest'],
    then: ['groq'],
    resume: false,
    deadlineMs: 2_500,
  });
  app.gateway.fleet.get('mistral').always('server_error');
  expect(await servedBy(app, 'auto:team')).toBe('groq');
  expect(app.complaints).toEqual([]);
});

test('what the gateway refuses stands beside its field, in its words, until it is mended or discarded', async () => {
  await using app = await openRoutes();
  const { page } = app;
  const card = await edit(page, 'team');
  await card.getByLabel('Add a step').fill('mistrall');
  await page.keyboard.press('Enter');
  await card.getByText('new', { exact: true }).waitFor();
  await card.getByLabel('Add a later step').fill('auto:fast');
  await page.keyboard.press('Enter');
  await button(card, 'Save').click();
  await card.getByText('Not saved: see what is marked.').waitFor();
  const allowed = 'Allowed: a provider, provider/model, a model, a family or an alias.';
  const row = card.getByRole('listitem').filter({ has: button(page, 'Move mistrall') });
  expect(await row.getByRole('alert').textContent()).toBe(`${allowed} Did you mean "mistral"?`);
  const other = card.getByRole('listitem').filter({ has: button(page, 'Move auto:fast') });
  expect(await other.getByRole('alert').textContent()).toContain(allowed);
  await shot(page, 'routes-refused');
  await expectNoViolations(page, '[aria-labelledby=routes]');
  await button(card, 'Remove mistrall').click();
  await button(card, 'Remove auto:fast').click();
  const deadline = card.getByLabel('Deadline in seconds');
  await deadline.fill('soon');
  await button(card, 'Save').click();
  await card.getByText('A number of seconds, such as 20 or 2.5').waitFor();
  await deadline.fill('0');
  await button(card, 'Save').click();
  await card.getByRole('alert').getByText('1 or more').waitFor();
  expect(await deadline.getAttribute('aria-invalid')).toBe('true');
  for (const step of ['Groq', 'Mistral', 'gpt-oss-120b', 'Cohere'])
    await button(card, `Remove ${step}`).click();
  await deadline.fill('');
  await button(card, 'Save').click();
  await card.getByText('Allowed: a list of at least one provider or model').waitFor();
  await button(card, 'Discard').click();
  await card.getByText('Cohere').waitFor();
  expect(app.gateway.context.routes.sourceOf('team')).toBe('file');
  expect(app.complaints).toEqual([]);
});

test('a changed route goes back to noria.yaml or to what is built in, and that can be undone', async () => {
  await using app = await openRoutes();
  const { page } = app;
  await app.gateway.context.routes.put([
    { name: 'team', steps: ['mistral'] },
    { name: 'auto', steps: ['mistral'] },
  ]);
  expect(await servedBy(app, 'auto')).toBe('mistral');
  const auto = await show(page, 'auto');
  await button(auto, 'Back to built in').click();
  await page.getByText('auto is built in again.').first().waitFor();
  await auto.getByText('built in', { exact: true }).waitFor();
  await expectFocus(auto.getByRole('heading', { name: 'auto' }));
  expect(await servedBy(app, 'auto')).toBe('groq');
  await button(page, 'Undo').click();
  await auto.getByText('changed here').waitFor();
  expect(await servedBy(app, 'auto')).toBe('mistral');
  const team = cardOf(page, 'team');
  await button(team, 'Back to noria.yaml').click();
  await team.getByText('from noria.yaml').waitFor();
  expect(await servedBy(app, 'auto:team')).toBe('groq');
  expect(app.complaints).toEqual([]);
});

test('a route of one’s own is made, serves, is deleted and brought back', async () => {
  await using app = await openRoutes();
  const { page } = app;
  await show(page, 'auto');
  await button(page, 'Add a route').click();
  const dialog = page.getByRole('dialog', { name: 'A route of your own' });
  const [name, step] = [dialog.getByLabel('Name'), dialog.getByLabel('First step')];
  await button(dialog, 'Add the route').click();
  await dialog.getByText('Give it a name.').waitFor();
  await dialog.getByText('Say who is asked first.').waitFor();
  await name.fill('team');
  await dialog.getByText('There is a route of this name already.').waitFor();
  await name.fill('my route');
  await step.fill('groqq');
  await button(dialog, 'Add the route').click();
  await dialog.getByText('Allowed: letters, digits, - and _').waitFor();
  await name.fill('mine');
  await dialog.getByText('Clients ask for it as auto:mine.').waitFor();
  await button(dialog, 'Add the route').click();
  await dialog.getByText('Did you mean "groq"?').waitFor();
  await expectNoViolations(page, 'dialog[open]');
  await step.fill('Mistral');
  await page.keyboard.press('Enter');
  const card = cardOf(page, 'mine');
  await card.getByText('made here').waitFor();
  await expectFocus(button(card, 'Edit'));
  expect(await servedBy(app, 'auto:mine')).toBe('mistral');
  await button(card, 'Delete').click();
  await page.getByText('auto:mine was deleted.').first().waitFor();
  await expect.poll(() => card.count()).toBe(0);
  // The card is gone: the reader is led to where routes are added.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Add a route');
  expect(await servedBy(app, 'auto:mine')).not.toBe('mistral');
  await button(page, 'Undo').click();
  await expectFocus(card.getByRole('heading', { name: 'mine' }));
  expect(await servedBy(app, 'auto:mine')).toBe('mistral');
  expect(app.complaints).toEqual([]);
});

test('a route is tested: who served, how quickly, and its trace; a failure in words', async () => {
  await using app = await openRoutes();
  const { page } = app;
  const card = await show(page, 'team');
  app.gateway.fleet.get('groq').always('server_error');
  await button(card, 'Test this route').click();
  await card.getByText('Mistral answered').waitFor();
  await card
    .getByText(/^with mistral-.* in [\d.,]+\s(?:ms|s), after \d attempts\. See how it went$/u)
    .waitFor();
  for (const id of ['groq', 'mistral'] as const) app.gateway.fleet.get(id).always('server_error');
  await button(card, 'Test this route').click();
  await card.getByText('No provider could answer', { exact: true }).waitFor();
  await card.getByText(/^No answer in [\d.,]+\s(?:ms|s), after \d+ attempts\.$/u).waitFor();
  await card.getByRole('link', { name: 'See what happened' }).click();
  await page.waitForURL(/\/requests\/trc_/u);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByText('auto:team').count()).toBeGreaterThan(0);
  expect(app.complaints).toEqual([]);
});

test('how the steps stand follows the keys while one looks', async () => {
  await using app = await openRoutes();
  const { page } = app;
  const card = await show(page, 'team');
  const first = card.getByRole('listitem').first();
  await first.getByText('ready').waitFor();
  await cardOf(page, 'private').getByText('It needs a model on one of your machines').waitFor();
  await card.getByRole('listitem').filter({ hasText: 'Cohere' }).getByText('no key').waitFor();
  await card.getByRole('listitem').filter({ hasText: 'Ollama' }).getByText('does not answer').waitFor();
  await card.getByText(/^Leads to \d+ models now · \d+ ready$/u).click();
  await card
    .getByRole('list', { name: 'Models of team, in their order' })
    .getByText('openai/gpt-oss-120b')
    .waitFor();
  app.gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 120_000 });
  expect(await servedBy(app, 'auto:team')).toBe('mistral');
  await first.getByText('cooling').waitFor();
  expect(app.complaints).toEqual([]);
});

test('what is unsaved stays in sight, and leaving the page asks', async () => {
  await using app = await openRoutes();
  const { page } = app;
  await page.goto('/quotas');
  await page.getByRole('link', { name: 'Settings' }).click();
  const card = cardOf(page, 'team');
  await button(card, 'Edit').click();
  const settings = (link: string): Locator => page.getByRole('link', { name: link, exact: true });
  await button(card, 'Remove Groq').click();
  await card.getByText('Not saved yet', { exact: true }).waitFor();
  const bar = page.getByRole('complementary', { name: 'Unsaved changes' });
  expect(await bar.count()).toBe(0);
  await page.evaluate(() => scrollTo(0, 0));
  await bar.getByText('Not saved yet: auto:team').waitFor();
  await button(bar, 'Show').click();
  await expectFocus(card.getByRole('heading', { level: 3 }));
  await expect.poll(() => bar.count()).toBe(0);
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await settings('Requests').click();
  await dialog.getByText('What you changed of auto:team is not saved').waitFor();
  await button(dialog, 'Stay here').click();
  expect(new URL(page.url()).pathname).toBe('/settings');
  // A place of this page is no other page.
  await settings('Providers').click();
  expect(await dialog.count()).toBe(0);
  // Back: first out of the anchor, then out of the page.
  await page.evaluate(() => history.back());
  await page.waitForURL('**/settings');
  await page.evaluate(() => history.back());
  await dialog.waitFor();
  expect(new URL(page.url()).pathname).toBe('/settings');
  await button(dialog, 'Stay here').click();
  const asked = page.waitForEvent('dialog');
  const reloading = page.reload().catch(() => null);
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await reloading;
  await card.getByText('Not saved yet', { exact: true }).waitFor();
  await page.evaluate(() => history.back());
  await button(dialog, 'Leave without saving').click();
  await page.waitForURL('**/quotas');
  await page.getByRole('heading', { level: 1, name: 'Quotas' }).waitFor();
  // Nobody is asked once there is nothing to lose.
  await page.getByRole('link', { name: 'Settings' }).click();
  await button(card, 'Edit').waitFor();
  await settings('Requests').click();
  await page.waitForURL('**/requests');
  expect(app.complaints).toEqual([]);
});

test('auto:private says that it never leaves the machine, and offers and takes nobody else', async () => {
  await using app = await openRoutes({ local: true });
  const { page } = app;
  await app.gateway.context.discovery.start();
  const card = await edit(page, 'private');
  await card.getByText('never leaves your machines').waitFor();
  const offered = await card
    .locator('datalist')
    .first()
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(offered).toContain('ollama');
  expect(offered.every((value) => value === 'ollama' || value.startsWith('ollama/'))).toBe(true);
  await card.getByLabel('Add a step').fill('groq');
  await page.keyboard.press('Enter');
  await button(card, 'Save').click();
  await card.getByText('auto:private never leaves your machines', { exact: false }).last().waitFor();
  const fast = await edit(page, 'fast');
  expect(await fast.locator('datalist option[value="mistral"]').count()).toBeGreaterThan(0);
  // What races now stays what races.
  expect(await stepsOf(fast, 'Steps, all at once')).toEqual(['Groq', 'Mistral']);
  expect(app.complaints).toEqual([]);
});

test('in French, by keyboard alone', async () => {
  await using app = await openRoutes({ language: 'fr', local: true });
  const { page } = app;
  const card = await edit(page, 'auto', 'Modifier');
  const handle = button(card, 'Déplacer Mistral');
  await handle.focus();
  await page.keyboard.press('Space');
  await card.getByText(/^Saisie\u00a0: Mistral, place 2 sur \d+$/u).waitFor();
  await page.keyboard.press('ArrowUp');
  await card.getByText(/^Mistral, place 1 sur \d+$/u).waitFor();
  await page.keyboard.press('Space');
  await card.getByText(/^Déposée\u00a0: Mistral, place 1 sur \d+$/u).waitFor();
  await expectFocus(handle);
  expect((await stepsOf(card, 'Étapes, dans leur ordre')).slice(0, 2)).toEqual(['Mistral', 'Groq']);
  await card.getByText('Pas encore sauvegardé').waitFor();
  await button(card, 'Sauvegarder').focus();
  await page.keyboard.press('Enter');
  await card.getByText('modifiée ici').waitFor();
  expect(await servedBy(app, 'auto')).toBe('mistral');
  await button(card, 'Tester cette route').click();
  await card.getByText('Mistral a répondu').waitFor();
  await button(card, 'Revenir à l’origine').click();
  await card.getByText('d’origine').waitFor();
  await button(page, 'Rétablir').click();
  await card.getByText('modifiée ici').waitFor();
  expect(app.complaints).toEqual([]);
});

describe('how it looks', () => {
  test.each([
    ['fr', 'dark', 360],
    ['en', 'light', 360],
    ['en', 'dark', 1_280],
    ['fr', 'light', 1_280],
  ] as const)(
    'in %s, %s, %i px wide: nothing is cut off, and axe finds nothing',
    async (language, theme, width) => {
      await using app = await openRoutes({ language, theme, width, local: true });
      const { page } = app;
      await app.gateway.context.routes.put([
        { name: 'a-route-of-a-name-as-long-as-a-name-may-be-in-this-house', steps: ['groq'] },
      ]);
      // Routes to be read and one that is edited, on one page.
      const card = await edit(page, 'team', language === 'fr' ? 'Modifier' : 'Edit');
      await card.getByRole('button', { name: /^(Remove|Retirer) Groq$/u }).click();
      await expectFits(page);
      await expectNoViolations(page, '[aria-labelledby=routes]');
      await shot(page, `routes-${language}-${theme}-${width}`);
      expect(app.complaints).toEqual([]);
    },
    60_000,
  );
});
