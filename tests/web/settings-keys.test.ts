import { expect, test } from 'vitest';
import { expectFits, expectNoViolations, shot } from './browser.ts';
import {
  addKey,
  card,
  chat,
  groq,
  keysOf,
  masked,
  openSettings,
  secrets,
  section,
  visit,
} from './settings-stage.ts';

/** The machine may have other work. */
const patience = { timeout: 10_000 };

test('en français : une clé est ajoutée, testée, désactivée, supprimée et rétablie', async () => {
  await using app = await openSettings({ language: 'fr' });
  const { page } = app;
  await visit(app);
  await page.getByText('Aucune clé pour le moment').first().waitFor();
  const idle = section(page, 'Fournisseurs sans clé');
  await idle.getByText(/gpt-oss-120b\s: 30 requêtes par minute, 1\s000 requêtes par jour/).waitFor();
  await idle.getByRole('button', { name: 'Ajouter une clé Groq' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ajouter une clé Groq' });
  const field = dialog.getByLabel('Clé', { exact: true });

  await dialog.getByRole('button', { name: 'Ajouter la clé' }).click();
  await dialog.getByText('Collez une clé.').waitFor();
  await field.fill(secrets.replicate);
  await dialog.getByRole('button', { name: 'Ajouter la clé' }).click();
  await dialog.getByText('Une clé Groq commence par gsk_. Celle-ci ressemble à une clé Replicate.').waitFor();
  await shot(page, 'settings-add-wrong-fr');
  await field.fill(secrets.groq);
  await dialog.getByText('Nom et compte (facultatif)').click();
  await dialog.getByLabel('Nom', { exact: true }).fill('Clé de l’équipe A');
  await dialog.getByLabel('Compte').fill('equipe-a');
  await field.press('Enter');

  // The reader is led to the new card, and the key is tried out.
  const groqKeys = section(page, 'Clés API Groq');
  const mine = card(page, secrets.groq);
  await mine.getByText('Connexion réussie !').waitFor();
  expect(await mine.evaluate((element) => element === document.activeElement)).toBe(true);
  await mine.getByText('ACTIVE', { exact: true }).waitFor();
  await mine.getByText('excellente').waitFor();
  await mine.getByText('Clé de l’équipe A').waitFor();
  await mine.getByText('compte equipe-a').waitFor();
  await groqKeys.getByText('1 clé : 1 active').waitFor();
  expect(await page.content()).not.toContain(secrets.groq);

  await mine.getByRole('button', { name: 'Tester la connexion' }).click();
  await mine.getByText(/^Réponse en \d+\sms\.$/).waitFor();
  await mine.getByText(/^\d+ modèles trouvés$/).waitFor();

  await mine.getByRole('button', { name: 'Désactiver' }).click();
  await mine.getByText('désactivée', { exact: true }).waitFor();
  await mine.getByRole('button', { name: 'Réactiver' }).click();
  await mine.getByText('ACTIVE', { exact: true }).waitFor();

  await mine.getByRole('button', { name: 'Supprimer' }).click();
  const asks = page.getByRole('dialog', { name: `Supprimer ${masked(secrets.groq)} ?` });
  await asks.getByText('C’est la dernière clé utilisable de Groq').waitFor();
  await shot(page, 'settings-delete-fr');
  await asks.getByRole('button', { name: 'Supprimer la clé' }).click();
  await mine.waitFor({ state: 'detached' });
  expect(await keysOf(app)).toEqual([]);
  await page.getByRole('button', { name: 'Rétablir' }).click();
  await mine.getByText('compte equipe-a').waitFor();
  expect(await mine.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await keysOf(app)).toMatchObject([{ label: 'Clé de l’équipe A', account: 'equipe-a' }]);
  expect(app.complaints).toEqual([]);
});

test('a key is renamed, and what it did shows without a reload', async () => {
  await using app = await openSettings();
  const { page } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await addKey(app, { provider: 'groq', secret: secrets.second });
  await visit(app);
  await page.getByText('live', { exact: true }).first().waitFor();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  const mine = card(page, secrets.groq);
  await mine.getByText('never used').waitFor();
  for (let call = 0; call < 4; call += 1) expect(await chat(app, 'groq/openai/gpt-oss-120b')).toBe(200);
  const today = mine.getByText('Today', { exact: true }).locator('..');
  await expect.poll(() => today.innerText(), patience).toBe('Today\n2 succeeded • 0 errors');
  const left = mine.getByRole('meter', { name: /^Requests a day/ });
  await expect.poll(async () => Number(await left.getAttribute('aria-valuenow')), patience).toBe(998);
  await mine.getByText(/^998 of 1,000 left$/).waitFor();
  await mine.getByText(/^All \d+ limits$/).click();
  await mine
    .getByRole('region', { name: /^Limits of/ })
    .getByRole('row', { name: /gpt-oss-20b/ })
    .first()
    .waitFor();

  await mine.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Of team B');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await mine.getByText('Of team B').waitFor();
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  expect(app.complaints).toEqual([]);
});

test('une clé limitée compte les secondes à rebours et redevient active d’elle-même', async () => {
  await using app = await openSettings({ language: 'fr' });
  const { page, gateway } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await visit(app);
  await page.getByText('en direct', { exact: true }).first().waitFor();
  const mine = card(page, secrets.groq);
  gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 9_000 });
  expect(await chat(app)).toBe(429);
  gateway.fleet.get('groq').always(null);
  const badge = mine.getByText(/^en pause 00:\d\d$/);
  await badge.waitFor();
  await mine.getByText('trop de requêtes en peu de temps').waitFor();
  await mine.getByText(/la clé attend le temps demandé par son fournisseur/).waitFor();
  await mine.getByText('proche de la limite').waitFor();
  await shot(page, 'settings-paused-fr');
  const first = await badge.innerText();
  await expect.poll(() => badge.innerText(), patience).not.toBe(first);
  await mine.getByText(/^(ACTIVE|prête)$/).waitFor();
  expect(app.complaints).toEqual([]);
});

test('a day’s quota that is used up says until when; a reset ends the wait, not the quota', async () => {
  await using app = await openSettings();
  const { page, gateway } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await visit(app);
  const mine = card(page, secrets.groq);
  gateway.fleet.get('groq').always({ kind: 'quota_day', waitMs: 7_200_000 });
  expect(await chat(app)).toBe(429);
  await mine.getByText(/^exhausted until \d\d:\d\d/).waitFor();
  await mine.getByText('its quota is used up').waitFor();
  const told = await mine.getByText(/^exhausted until/).innerText();
  await mine.getByRole('button', { name: 'Reset' }).click();
  await page
    .getByText(/waits no longer, but its provider has said that its quota/)
    .first()
    .waitFor();
  // The day's limit refills all the time: the next request is possible long before the two hours.
  await expect.poll(() => mine.getByText(/^exhausted until/).innerText(), patience).not.toBe(told);
  expect(app.complaints).toEqual([]);
});

test('a failed test says in words what is wrong and what to do', async () => {
  await using app = await openSettings({ language: 'fr' });
  const { page, gateway } = app;
  await addKey(app, { provider: 'groq', secret: secrets.revoked });
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await visit(app);
  const bad = card(page, secrets.revoked);
  await bad.getByRole('button', { name: 'Tester la connexion' }).click();
  await bad.getByText('Mauvaise clé').waitFor();
  await bad.getByText(/Copiez-la de nouveau depuis la page des clés/).waitFor();
  await bad.getByText('invalide', { exact: true }).waitFor();
  await bad.getByText('problématique : à retirer').waitFor();
  await shot(page, 'settings-invalid-fr');
  // A test is never counted as the key's error.
  await bad.getByText('0 réussie • 0 erreur').first().waitFor();
  gateway.fleet.get('groq').restore(secrets.revoked);
  await bad.getByRole('button', { name: 'Réinitialiser' }).click();
  await bad.getByText('prête', { exact: true }).waitFor();
  const good = card(page, secrets.groq);
  await gateway.fleet.close();
  await good.getByRole('button', { name: 'Tester la connexion' }).click();
  await good.getByText('Pas de réponse').waitFor();
  expect(app.complaints).toEqual([]);
});

test('several keys are pasted, each line with its result, and one is told whose it is', async () => {
  await using app = await openSettings({ language: 'fr' });
  const { page } = app;
  await addKey(app, { provider: 'groq', secret: secrets.second });
  await visit(app);
  await page.getByRole('button', { name: 'Coller plusieurs clés' }).click();
  const dialog = page.getByRole('dialog', { name: 'Coller des clés' });
  const nobodys = '0123456789abcdef0123456789abcdef';
  await dialog
    .getByLabel('Clés, une par ligne')
    .fill(
      [`GROQ_API_KEY=${secrets.groq}`, '', secrets.second, `groq ${secrets.replicate}x`, nobodys].join('\n'),
    );
  await dialog.getByRole('button', { name: 'Ajouter les clés' }).click();
  const line = (number: number) => dialog.getByRole('listitem').filter({ hasText: `ligne ${number}` });
  await line(1).getByText('ajoutée', { exact: true }).waitFor();
  await line(3).getByText('déjà là', { exact: true }).waitFor();
  await line(5).getByText('à qui est-elle ?').waitFor();
  await expectNoViolations(page);
  await shot(page, 'settings-bulk-fr');
  await line(5)
    .getByLabel(`Fournisseur de ${masked(nobodys)}`)
    .selectOption({ label: 'Mistral' });
  await line(5).getByRole('button', { name: 'Ajouter' }).click();
  await line(5).getByText('ajoutée', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Terminé' }).click();
  await card(page, secrets.groq).waitFor();
  await section(page, 'Clés API Mistral').getByText('1 clé : 1 active').waitFor();
  expect((await keysOf(app)).map(({ provider }) => provider).toSorted()).toEqual(
    expect.arrayContaining(['groq', 'groq', 'mistral']),
  );
  expect(app.complaints).toEqual([]);
});

test('a key of the environment says where it is removed, and cannot be deleted here', async () => {
  await using app = await openSettings({ env: { GROQ_API_KEYS: secrets.groq } });
  const { page } = app;
  await visit(app);
  const mine = card(page, secrets.groq);
  await mine.getByText('From the environment or noria.yaml: to be removed there.').waitFor();
  expect(await mine.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  expect(await mine.getByRole('button', { name: 'Edit' }).count()).toBe(0);
  await mine.getByRole('button', { name: 'Disable' }).click();
  await mine.getByText('disabled', { exact: true }).waitFor();
  expect(app.complaints).toEqual([]);
});

test('with the keyboard alone: a key is added, tested, deleted and brought back', async () => {
  await using app = await openSettings();
  const { page } = app;
  const { keyboard } = page;
  await visit(app);
  await page.getByRole('button', { name: 'Add a key for Groq' }).focus();
  await keyboard.press('Enter');
  // The dialog has the focus: the first field is one step away.
  const field = page.getByLabel('Key', { exact: true });
  await field.waitFor();
  for (let step = 0; step < 5 && !(await field.evaluate((one) => one === document.activeElement)); step += 1)
    await keyboard.press('Tab');
  await keyboard.insertText(secrets.groq);
  await keyboard.press('Enter');
  const mine = card(page, secrets.groq);
  await mine.getByText('Connection successful!').waitFor();
  const tabTo = async (name: string): Promise<void> => {
    const wanted = mine.getByRole('button', { name });
    for (let step = 0; step < 12; step += 1) {
      if (await wanted.evaluate((one) => one === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`${name} is not reached`);
  };
  await tabTo('Test connection');
  await keyboard.press('Enter');
  await mine.getByText('Connection successful!').waitFor();
  await tabTo('Delete');
  await keyboard.press('Enter');
  const asks = page.getByRole('dialog', { name: /^Delete/ });
  await asks.waitFor();
  await keyboard.press('Escape');
  await asks.waitFor({ state: 'detached' });
  expect(
    await mine.getByRole('button', { name: 'Delete' }).evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await keyboard.press('Enter');
  await asks.getByRole('button', { name: 'Delete the key' }).focus();
  await keyboard.press('Enter');
  await mine.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await keyboard.press('F8');
  for (let step = 0; step < 4; step += 1) {
    if (await page.getByRole('button', { name: 'Undo' }).evaluate((one) => one === document.activeElement))
      break;
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await mine.waitFor();
  expect(await keysOf(app)).toHaveLength(1);
  expect(app.complaints).toEqual([]);
});

/** axe takes its time with a long page. */
const slow = 120_000;

test.each(['light', 'dark'] as const)(
  'axe finds nothing and 360 px are enough: %s',
  { timeout: slow },
  async (theme) => {
    await using app = await openSettings({ theme, width: 360, language: 'fr' });
    const { page, gateway } = app;
    await addKey(app, { provider: 'groq', secret: secrets.revoked });
    await addKey(app, {
      provider: 'groq',
      secret: secrets.groq,
      label: 'Clé de l’équipe A',
      account: 'equipe-a',
    });
    gateway.fleet.get('groq').onKey(secrets.groq, { kind: 'rate_limited', waitMs: 600_000 });
    await chat(app);
    await visit(app);
    await card(page, secrets.groq)
      .getByText(/^en pause/)
      .waitFor();
    await card(page, secrets.groq)
      .getByText(/^Les \d+ limites$/)
      .click();
    await page.getByText('Réglages de Groq').click();
    await card(page, secrets.revoked).getByRole('button', { name: 'Tester la connexion' }).click();
    await page.getByText('Mauvaise clé').waitFor();
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `settings-360-${theme}`);
    await page.setViewportSize({ width: 1_280, height: 900 });
    await expectNoViolations(page);
    await shot(page, `settings-1280-${theme}`);
    expect(app.complaints).toEqual([]);
  },
);

test.each(['light', 'dark'] as const)('dialogs: axe finds nothing: %s', { timeout: slow }, async (theme) => {
  await using app = await openSettings({ theme, width: 360, language: 'fr' });
  const { page } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await visit(app);
  await page.getByText('Réglages de Groq').click();
  for (const name of ['Ajouter une clé Groq', 'Modifier les limites', 'Ajouter votre serveur']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await expectNoViolations(page, 'dialog[open]');
    await expectFits(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  expect(app.complaints).toEqual([]);
});

test('the section of one provider has a limited key’s neighbours and its own words in English', async () => {
  await using app = await openSettings({ providers: [groq] });
  const { page } = app;
  await addKey(app, { provider: 'groq', secret: secrets.groq });
  await visit(app);
  const keys = section(page, 'Groq API keys');
  await keys.getByRole('button', { name: 'Add a Groq key' }).waitFor();
  await keys.getByRole('button', { name: 'Test connection' }).click();
  await keys.getByText('Connection successful!').waitFor();
  await section(page, 'Replicate API key').getByRole('button', { name: 'Save' }).waitFor();
  await keys.getByText(/excellent$/).waitFor();
  for (const name of ['Terms Groq', 'Get a key Groq'])
    expect(await keys.getByRole('link', { name }).getAttribute('rel')).toBe('noreferrer');
  expect(app.complaints).toEqual([]);
});
