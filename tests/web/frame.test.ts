import { expect, test } from 'vitest';
import { expectFits, expectNoViolations, openApp, shot } from './browser.ts';

test('the frame speaks the browser’s language, changes it, and remembers', async () => {
  await using app = await openApp({ language: 'fr' });
  const { page } = app;
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1, name: 'Paramètres' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(app.complaints).toEqual([]);
});

test('the theme is chosen, remembered, and there before the first paint', async () => {
  await using app = await openApp();
  const { page } = app;
  await page.goto('/quotas');
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: /^Theme: as the system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  expect(await ground()).not.toBe(light);
  await page.goto('/quotas', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  expect(app.complaints).toEqual([]);
});

test('every page is reached by keyboard from the menu, and says where one is', async () => {
  await using app = await openApp();
  const { page } = app;
  await page.goto('/');
  for (const name of ['Quotas', 'Requests', 'Content', 'Simulator', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe('page');
    await expect.poll(() => page.title()).toBe(`${name} · Noria`);
  }
  expect(app.complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)('the frame fits 360 px and axe finds nothing: %s', async (theme) => {
  await using app = await openApp({ theme, width: 360, language: 'fr' });
  const { page } = app;
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectFits(page);
  const last = await page.getByRole('link', { name: 'Paramètres', exact: true }).boundingBox();
  expect((last?.x ?? 0) + (last?.width ?? 360)).toBeLessThanOrEqual(360);
  await expectNoViolations(page);
  await shot(page, `frame-360-${theme}`);
});
